package io.brume.serverless.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.brume.kernel.resource.Scope;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

/**
 * An event on its way to rules.
 *
 * @param json the whole of it, as targets get it
 * @param ingested when this server took it
 */
record Event(ObjectNode json, Instant ingested) {

    static Event of(
            Scope scope,
            String source,
            String detailType,
            Instant time,
            List<String> resources,
            JsonNode detail,
            Instant ingested) {
        var json = Json.object();
        json.put("version", "0");
        json.put("id", UUID.randomUUID().toString());
        json.put("detail-type", detailType);
        json.put("source", source);
        json.put("account", scope.account());
        json.put("time", time.truncatedTo(ChronoUnit.SECONDS).toString());
        json.put("region", scope.region());
        ArrayNode all = json.putArray("resources");
        resources.forEach(all::add);
        json.set("detail", detail);
        return new Event(json, ingested);
    }

    String id() {
        return json.path("id").asText();
    }

    @Override
    public String toString() {
        return json.toString();
    }
}
