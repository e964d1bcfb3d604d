package io.brume.learning.hosting;

import io.brume.learning.builtin.ContentTypes;
import io.brume.learning.channel.S3Place;
import io.brume.learning.platform.JobKey;
import io.brume.learning.platform.Json;
import io.brume.learning.platform.Platform;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.sagemaker.model.CaptureMode;
import software.amazon.awssdk.services.sagemaker.model.CaptureOption;
import software.amazon.awssdk.services.sagemaker.model.DataCaptureConfig;

/**
 * What goes into an endpoint and comes out of it, on its way to S3: JSON lines in objects called
 * {@code PREFIX/ENDPOINT/VARIANT/yyyy/MM/dd/HH/mm-ss-SSS-UUID.jsonl}, some seconds' worth each. Thread-safe.
 */
final class Capture {

    private static final Logger log = LoggerFactory.getLogger(Capture.class);
    private static final DateTimeFormatter FOLDER =
            DateTimeFormatter.ofPattern("yyyy/MM/dd/HH").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("mm-ss-SSS").withZone(ZoneOffset.UTC);
    private static final int LARGEST = 4 << 20;
    private static final long DUE_SECONDS = 5;

    private final Platform platform;
    private final JobKey key;
    private final DataCaptureConfig config;
    private final S3Place place;
    private final boolean inputs;
    private final boolean outputs;
    private final Map<String, Lines> variants = new LinkedHashMap<>();

    private static final class Lines {
        final Instant begun;
        final StringBuilder text = new StringBuilder();

        Lines(Instant begun) {
            this.begun = begun;
        }
    }

    Capture(Platform platform, JobKey key, DataCaptureConfig config) {
        this.platform = platform;
        this.key = key;
        this.config = config;
        place = S3Place.of(config.destinationS3Uri());
        inputs = modes().stream().anyMatch(mode -> mode != CaptureMode.OUTPUT);
        outputs = modes().stream().anyMatch(mode -> mode != CaptureMode.INPUT);
    }

    private List<CaptureMode> modes() {
        return config.captureOptions().stream().map(CaptureOption::captureMode).toList();
    }

    /** Whether one more call is to be captured. */
    boolean samples() {
        return ThreadLocalRandom.current().nextInt(100) < config.initialSamplingPercentage();
    }

    /** A body with what it is said to be. */
    @SuppressWarnings("ArrayRecordComponent")
    record Part(byte[] body, @Nullable String contentType) {}

    /**
     * Captures a call.
     *
     * @param inferenceId the caller's name of it; null when it has none
     * @param attributes custom attributes; null when there are none
     */
    void add(String variant, Part input, Part output, @Nullable String inferenceId, @Nullable String attributes) {
        Instant now = platform.clock().instant();
        Map<String, Object> data = new LinkedHashMap<>();
        if (inputs) {
            data.put("endpointInput", part(input, "INPUT"));
        }
        if (outputs) {
            data.put("endpointOutput", part(output, "OUTPUT"));
        }
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("eventId", UUID.randomUUID().toString());
        if (attributes != null) {
            event.put("customAttributes", List.of(attributes));
        }
        if (inferenceId != null) {
            event.put("inferenceId", inferenceId);
        }
        event.put("inferenceTime", now.truncatedTo(ChronoUnit.SECONDS).toString());
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("captureData", data);
        line.put("eventMetadata", event);
        line.put("eventVersion", "0");
        String text = Json.write(line);
        boolean full;
        synchronized (variants) {
            StringBuilder lines = variants.computeIfAbsent(variant, _ -> new Lines(now)).text;
            lines.append(text).append('\n');
            full = lines.length() > LARGEST;
        }
        if (full) {
            flush();
        }
    }

    private Map<String, Object> part(Part part, String mode) {
        Map<String, Object> all = new LinkedHashMap<>();
        if (part.contentType() != null) {
            all.put("observedContentType", part.contentType());
        }
        all.put("mode", mode);
        String encoding = encoding(part.contentType());
        all.put(
                "data",
                encoding.equals("BASE64")
                        ? Base64.getEncoder().encodeToString(part.body())
                        : new String(part.body(), StandardCharsets.UTF_8));
        all.put("encoding", encoding);
        return all;
    }

    private String encoding(@Nullable String contentType) {
        var header = config.captureContentTypeHeader();
        if (contentType == null || header == null) {
            return "BASE64";
        }
        String type = ContentTypes.bare(contentType);
        return header.csvContentTypes().contains(type)
                ? "CSV"
                : header.jsonContentTypes().contains(type) ? "JSON" : "BASE64";
    }

    /** Stores what has waited for some seconds. */
    void flushWhenDue() {
        store(platform.clock().instant().minusSeconds(DUE_SECONDS));
    }

    void flush() {
        store(Instant.MAX);
    }

    private void store(Instant due) {
        Map<String, Lines> ready = new LinkedHashMap<>();
        synchronized (variants) {
            for (String variant : new ArrayList<>(variants.keySet())) {
                Lines lines = variants.get(variant);
                if (lines != null && lines.begun.isBefore(due)) {
                    ready.put(variant, lines);
                    variants.remove(variant);
                }
            }
        }
        ready.forEach(this::store);
    }

    private void store(String variant, Lines lines) {
        String name = key.name() + "/" + variant + "/" + FOLDER.format(lines.begun) + "/" + NAME.format(lines.begun)
                + "-" + UUID.randomUUID() + ".jsonl";
        S3Place object = place.below(name);
        try {
            var unused = platform.buckets()
                    .of(key.scope())
                    .putObject(
                            put -> put.bucket(object.bucket()).key(object.key()),
                            RequestBody.fromString(lines.text.toString()));
        } catch (SdkException e) {
            log.warn("captured data of endpoint {} cannot be stored at {}: {}", key.name(), object, e.getMessage());
        }
    }
}
