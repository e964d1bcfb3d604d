package io.brume.junit;

import io.brume.server.Brume;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import software.amazon.awssdk.core.SdkClient;

/**
 * Gives tests the AWS SDK's clients, synchronous and asynchronous, as parameters; Brume answers them in this JVM, without a socket.
 * All tests of a run share one Brume, whose engines are loaded when they are first needed and whose data folder is temporary.
 *
 * <pre>{@code
 * @BrumeTest
 * class ReviewsTest {
 *     @Test
 *     void praiseIsPositive(ComprehendClient comprehend) {
 *         assertThat(comprehend.detectSentiment(r -> r.text("I love it").languageCode("en")).sentiment())
 *                 .isEqualTo(SentimentType.POSITIVE);
 *     }
 * }
 * }</pre>
 */
public final class BrumeExtension implements ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(BrumeExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Brume.class || SdkClient.class.isAssignableFrom(type);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        Brume brume = context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent(Running.class, _ -> Running.start(), Running.class)
                .brume();
        return type == Brume.class ? brume : brume.client(type.asSubclass(SdkClient.class));
    }

    /** The Brume of a test run, closed by JUnit at its end. */
    private record Running(Brume brume, Path data) implements AutoCloseable {

        static Running start() {
            try {
                Path data = Files.createTempDirectory("brume-junit");
                return new Running(Brume.inProcess(data), data);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws IOException {
            brume.close();
            try (Stream<Path> files = Files.walk(data)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
