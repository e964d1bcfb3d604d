package io.brume.conformance.clients;

import io.brume.server.Brume;
import io.brume.server.Configuration;
import io.brume.server.Server;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The product on a free port, while a test class runs. */
final class RunningBrume implements BeforeAllCallback, AfterAllCallback {

    private Server.@Nullable Running running;

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        running = Brume.start(Configuration.of(
                        Files.createTempDirectory("brume-conformance"),
                        Map.of("port", "0", "log.level", "warn", "access-log", "false")))
                .listen();
    }

    URI endpoint() {
        if (running == null) {
            throw new IllegalStateException("not started");
        }
        return running.endpoint();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (running != null) {
            running.close();
        }
    }
}
