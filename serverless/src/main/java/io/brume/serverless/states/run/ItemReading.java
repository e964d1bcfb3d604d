package io.brume.serverless.states.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.brume.serverless.states.expression.Environment;
import io.brume.serverless.states.expression.Expressions;
import io.brume.serverless.states.expression.Json;
import io.brume.serverless.states.expression.StateFailure;
import io.brume.serverless.states.expression.Templates;
import io.brume.serverless.states.task.Integrations;
import io.brume.serverless.states.task.Resource;
import io.brume.serverless.states.task.Resource.Waiting;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** ItemReader: the items of a distributed map from S3, as a file's or a listing's. The file is held in memory while it is read. */
final class ItemReading {

    private static final int LARGEST_UNPACKED = 512 << 20;

    private final Work work;
    private final Integrations.Caller caller;
    private final boolean jsonata;
    private final Environment environment;

    ItemReading(Work work, Integrations.Caller caller, boolean jsonata, Environment environment) {
        this.work = work;
        this.caller = caller;
        this.jsonata = jsonata;
        this.environment = environment;
    }

    List<JsonNode> items(JsonNode reader) {
        try {
            List<JsonNode> items = read(reader);
            long most = most(reader.path("ReaderConfig"));
            return most < items.size() ? items.subList(0, (int) most) : items;
        } catch (StateFailure failure) {
            if (failure.isEvaluation()) {
                throw failure;
            }
            throw failed(failure.error() + ": " + failure.reason());
        }
    }

    private static StateFailure failed(String why) {
        return new StateFailure(StateFailure.ITEM_READER, why);
    }

    private List<JsonNode> read(JsonNode reader) {
        JsonNode template = reader.path(jsonata ? "Arguments" : "Parameters");
        JsonNode arguments = jsonata
                ? Templates.jsonata(template, "Arguments", environment)
                : Templates.paths(template, environment);
        JsonNode config = reader.path("ReaderConfig");
        if (reader.path("Resource").asText().endsWith(":listObjectsV2")) {
            return listing((ObjectNode) arguments.deepCopy());
        }
        String text = object(arguments);
        return switch (config.path("InputType").asText("JSON")) {
            case "CSV" -> Csv.items(text, config, null);
            case "JSONL" -> lines(text);
            case "JSON" -> json(text, config.path("ItemsPointer").asText(""));
            case "MANIFEST" -> manifest(text);
            default -> throw failed("InputType " + config.path("InputType").asText() + " is not supported");
        };
    }

    private long most(JsonNode config) {
        JsonNode value = config.has("MaxItemsPath")
                ? Expressions.value(config.get("MaxItemsPath").asText(), "MaxItemsPath", environment)
                : jsonata && config.has("MaxItems")
                        ? Templates.jsonata(config.get("MaxItems"), "MaxItems", environment)
                        : config.path("MaxItems");
        return value.isNumber() && value.asLong() > 0 ? value.asLong() : Long.MAX_VALUE;
    }

    private JsonNode call(String action, JsonNode arguments) {
        return work.tools()
                .integrations()
                .call(caller, new Resource.Integration("s3", action, true, Waiting.RESPONSE), arguments);
    }

    private String object(JsonNode arguments) {
        return call("getObject", arguments).path("Body").asText();
    }

    private List<JsonNode> listing(ObjectNode arguments) {
        List<JsonNode> items = new ArrayList<>();
        JsonNode page;
        do {
            page = call("listObjectsV2", arguments);
            page.path("Contents").forEach(items::add);
            arguments.put(
                    "ContinuationToken", page.path("NextContinuationToken").asText());
        } while (page.path("IsTruncated").asBoolean());
        return items;
    }

    private static List<JsonNode> lines(String text) {
        List<JsonNode> items = new ArrayList<>();
        text.lines()
                .filter(line -> !line.isBlank())
                .forEach(line -> items.add(
                        Json.parse(line).orElseThrow(() -> failed("Attempting to parse an invalid JSON Lines file"))));
        return items;
    }

    private static List<JsonNode> json(String text, String pointer) {
        JsonNode root = Json.parse(text).orElseThrow(() -> failed("Attempting to parse an invalid JSON file"));
        JsonNode found = pointer.isEmpty() ? root : root.at(pointer);
        List<JsonNode> items = new ArrayList<>();
        if (found.isArray()) {
            found.forEach(items::add);
        } else if (found.isObject()) {
            found.properties().forEach(entry -> {
                ObjectNode item = Json.object();
                item.put("Key", entry.getKey());
                item.set("Value", entry.getValue());
                items.add(item);
            });
        } else {
            throw failed(
                    "The JSON file holds neither an array nor an object" + (pointer.isEmpty() ? "" : " at " + pointer));
        }
        return items;
    }

    /** An S3 inventory: its files are CSV, compressed, without a header. */
    private List<JsonNode> manifest(String text) {
        JsonNode manifest = Json.parse(text).orElseThrow(() -> failed("Attempting to parse an invalid manifest"));
        List<String> headers = List.of(manifest.path("fileSchema").asText().split("\\s*,\\s*"));
        String bucket = manifest.path("destinationBucket").asText().replaceFirst("^arn:aws:s3:::", "");
        List<JsonNode> items = new ArrayList<>();
        for (JsonNode file : manifest.path("files")) {
            ObjectNode arguments = Json.object();
            arguments.put("Bucket", bucket);
            arguments.put("Key", file.path("key").asText());
            items.addAll(Csv.items(unpacked(object(arguments)), Json.object(), headers));
        }
        return items;
    }

    /** Compressed bytes are no UTF-8, so that they come in Base64. */
    private static String unpacked(String body) {
        if (!body.startsWith("H4sI")) {
            return body;
        }
        try (var in =
                new GZIPInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(body)))) {
            byte[] bytes = in.readNBytes(LARGEST_UNPACKED);
            if (in.read() >= 0) {
                throw failed("an inventory's file is larger than " + LARGEST_UNPACKED + " bytes");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException | IllegalArgumentException e) {
            throw failed("an inventory's file cannot be unpacked: " + e.getMessage());
        }
    }
}
