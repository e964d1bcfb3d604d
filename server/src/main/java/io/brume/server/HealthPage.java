package io.brume.server;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.brume.engines.EngineFactory;
import io.brume.engines.Engines;
import io.brume.kernel.http.HttpServer.Page;
import io.brume.kernel.operation.HostedService;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** {@code /health}: what runs here, and which engines are loaded, as JSON. */
record HealthPage(Engines engines, List<HostedService> services) {

    private static final JsonFactory JSON = new JsonFactory();

    Page page() {
        var text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("status", "ok");
            json.writeStringField("version", CommandLine.version());
            json.writeNumberField(
                    "uptimeSeconds", ManagementFactory.getRuntimeMXBean().getUptime() / 1000);
            json.writeFieldName("services");
            strings(
                    json,
                    services.stream()
                            .map(service -> service.model().signingName())
                            .collect(Collectors.toCollection(TreeSet::new)));
            json.writeArrayFieldStart("engines");
            for (EngineFactory<?> engine : engines.all()) {
                engine(json, engine);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Page(200, "application/json", text.toString());
    }

    private void engine(JsonGenerator json, EngineFactory<?> engine) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", engine.name());
        json.writeStringField("task", engine.task().getSimpleName());
        json.writeFieldName("languages");
        strings(json, new TreeSet<>(engine.languages()));
        json.writeStringField("state", engines.state(engine).name().toLowerCase(Locale.ROOT));
        json.writeEndObject();
    }

    private static void strings(JsonGenerator json, Iterable<String> strings) throws IOException {
        json.writeStartArray();
        for (String string : strings) {
            json.writeString(string);
        }
        json.writeEndArray();
    }
}
