package io.brume.serverless.states.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.brume.serverless.states.expression.Environment;
import io.brume.serverless.states.expression.Json;
import io.brume.serverless.states.expression.StateFailure;
import io.brume.serverless.states.expression.Templates;
import io.brume.serverless.states.language.State;
import io.brume.serverless.states.task.Integrations;
import io.brume.serverless.states.task.Resource;
import io.brume.serverless.states.task.Resource.Waiting;
import java.util.ArrayList;
import java.util.List;

/** What a distributed map results in: its items' outputs, or where ResultWriter has put them. */
final class ResultWriting {

    private final Work work;
    private final Integrations.Caller caller;
    private final State.MapState map;
    private final Environment environment;

    ResultWriting(Work work, Integrations.Caller caller, State.MapState map, Environment environment) {
        this.work = work;
        this.caller = caller;
        this.map = map;
        this.environment = environment;
    }

    JsonNode result(String mapRun, List<MapRuns.Child> children) {
        State.Distributed distributed = java.util.Objects.requireNonNull(map.distributed());
        JsonNode writer = distributed.resultWriter();
        if (writer == null) {
            ArrayNode outputs = Json.array();
            children.stream().filter(MapRuns.Child::succeeded).forEach(child -> outputs.add(child.output()));
            return outputs;
        }
        String transformation =
                writer.path("WriterConfig").path("Transformation").asText("NONE");
        List<JsonNode> succeeded = entries(children, true, transformation);
        if (!writer.has("Resource")) {
            return Json.array(succeeded);
        }
        try {
            return written(writer, mapRun, succeeded, entries(children, false, "NONE"));
        } catch (StateFailure failure) {
            throw failure.isEvaluation()
                    ? failure
                    : new StateFailure(StateFailure.RESULT_WRITER, failure.error() + ": " + failure.reason());
        }
    }

    private static List<JsonNode> entries(List<MapRuns.Child> children, boolean succeeded, String transformation) {
        List<JsonNode> entries = new ArrayList<>();
        for (MapRuns.Child child : children) {
            if (child.succeeded() != succeeded) {
                continue;
            }
            JsonNode output = Json.ofPlain(child.output());
            switch (transformation) {
                case "COMPACT" -> entries.add(output);
                case "FLATTEN" -> {
                    if (output.isArray()) {
                        output.forEach(entries::add);
                    } else {
                        entries.add(output);
                    }
                }
                default -> entries.add(entry(child));
            }
        }
        return entries;
    }

    private static JsonNode entry(MapRuns.Child child) {
        ObjectNode entry = Json.object();
        entry.put("ExecutionArn", child.arn());
        entry.put("Input", child.input().toString());
        entry.putObject("InputDetails").put("Included", true);
        entry.put("Name", child.name());
        JsonNode output = child.output();
        if (output != null) {
            entry.put("Output", output.toString());
            entry.putObject("OutputDetails").put("Included", true);
        } else {
            entry.put("Error", child.error());
            entry.put("Cause", child.cause());
        }
        entry.put("StartDate", child.started().toString());
        entry.put("Status", child.status());
        entry.put("StopDate", child.stopped().toString());
        return entry;
    }

    private JsonNode written(JsonNode writer, String mapRun, List<JsonNode> succeeded, List<JsonNode> failed) {
        boolean jsonata = map.common().jsonata();
        JsonNode template = writer.path(jsonata ? "Arguments" : "Parameters");
        JsonNode parameters = jsonata
                ? Templates.jsonata(template, "Arguments", environment)
                : Templates.paths(template, environment);
        boolean lines =
                writer.path("WriterConfig").path("OutputType").asText("JSON").equals("JSONL");
        String bucket = parameters.path("Bucket").asText();
        String prefix = parameters.path("Prefix").asText("");
        String folder = (prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/")
                + mapRun.substring(mapRun.lastIndexOf(':') + 1) + "/";
        ObjectNode manifest = Json.object();
        manifest.put("DestinationBucket", bucket);
        manifest.put("MapRunArn", mapRun);
        ObjectNode files = manifest.putObject("ResultFiles");
        file(
                bucket,
                folder + "SUCCEEDED_0." + (lines ? "jsonl" : "json"),
                succeeded,
                lines,
                files.putArray("SUCCEEDED"));
        file(bucket, folder + "FAILED_0." + (lines ? "jsonl" : "json"), failed, lines, files.putArray("FAILED"));
        files.putArray("PENDING");
        put(bucket, folder + "manifest.json", manifest.toString());
        ObjectNode result = Json.object();
        result.put("MapRunArn", mapRun);
        result.putObject("ResultWriterDetails").put("Bucket", bucket).put("Key", folder + "manifest.json");
        return result;
    }

    private void file(String bucket, String key, List<JsonNode> entries, boolean lines, ArrayNode listed) {
        if (entries.isEmpty()) {
            return;
        }
        String text = lines
                ? String.join("\n", entries.stream().map(JsonNode::toString).toList()) + "\n"
                : Json.array(entries).toString();
        put(bucket, key, text);
        listed.addObject().put("Key", key).put("Size", text.getBytes(java.nio.charset.StandardCharsets.UTF_8).length);
    }

    private void put(String bucket, String key, String body) {
        ObjectNode arguments = Json.object();
        arguments.put("Bucket", bucket);
        arguments.put("Key", key);
        arguments.put("Body", body);
        JsonNode unused = work.tools()
                .integrations()
                .call(caller, new Resource.Integration("s3", "putObject", true, Waiting.RESPONSE), arguments);
    }
}
