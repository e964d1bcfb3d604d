package io.brume.serverless.states.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.brume.serverless.states.expression.Environment;
import io.brume.serverless.states.expression.Json;
import io.brume.serverless.states.expression.StateFailure;
import io.brume.serverless.states.expression.Templates;
import io.brume.serverless.states.language.Setting;
import io.brume.serverless.states.language.State;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A Map state whose items are worked on within the execution itself. */
final class MapStep {

    private static final int CONCURRENCY = 40;

    private final Work work;
    private final Line line;

    MapStep(Work work, Line line) {
        this.work = work;
        this.line = line;
    }

    JsonNode run(State.MapState map, Environment selected) {
        if (!line.visit.has("items")) {
            line.visit.set("items", items(map, selected));
        }
        JsonNode items = line.visit.get("items");
        int concurrency = count(map.maxConcurrency(), selected, 0);
        var fork = new Fork(work, line);
        ObjectNode length = Json.object();
        length.put("length", items.size());
        fork.begin("MapStateStarted", length);
        try {
            List<JsonNode> outputs = fork.all(
                    items.size(),
                    concurrency == 0 ? CONCURRENCY : Math.min(CONCURRENCY, concurrency),
                    index -> {
                        ObjectNode context = context(index, items.get(index));
                        JsonNode input = input(map, selected, items.get(index), context);
                        return new Line(fork.id(index), map.processor(), line, input, context);
                    },
                    new Iterations(map.name()));
            fork.end("MapStateSucceeded");
            return Json.array(outputs);
        } catch (StateFailure failure) {
            fork.end("MapStateFailed");
            throw failure;
        } finally {
            line.visit.remove("items");
        }
    }

    /** The items of a Map state. @throws StateFailure when they are no array */
    static JsonNode items(State.MapState map, Environment selected) {
        Setting setting = map.items();
        boolean jsonata = map.common().jsonata();
        JsonNode items = setting == null
                ? selected.input()
                : jsonata && setting.value() != null
                        ? Templates.jsonata(setting.value(), "Items", selected)
                        : setting.in(selected);
        if (items.isArray()) {
            return items;
        }
        if (items.isObject() && (jsonata || map.distributed() != null)) {
            var entries = Json.array();
            items.properties()
                    .forEach(entry ->
                            entries.addObject().put("Key", entry.getKey()).set("Value", entry.getValue()));
            return entries;
        }
        String what = "The value of the field '" + (jsonata ? "Items" : "ItemsPath") + "' must be an array but is "
                + Templates.abbreviated(items.toString());
        throw jsonata ? StateFailure.evaluation(StateFailure.QUERY, what) : StateFailure.runtime(what);
    }

    static ObjectNode context(int index, JsonNode value) {
        ObjectNode context = Json.object();
        ObjectNode item = context.putObject("Map").putObject("Item");
        item.put("Index", index);
        item.set("Value", value);
        return context;
    }

    /** What is worked on for an item: ItemSelector's, else the item. */
    static JsonNode input(State.MapState map, Environment selected, JsonNode item, ObjectNode context) {
        JsonNode selector = map.itemSelector();
        if (selector == null) {
            return item;
        }
        ObjectNode all = Json.object();
        all.setAll((ObjectNode) selected.context());
        all.setAll(context);
        Environment environment = selected.withContext(all);
        return map.common().jsonata()
                ? Templates.jsonata(selector, "ItemSelector", environment)
                : Templates.paths(selector, environment);
    }

    static int count(@Nullable Setting setting, Environment environment, int otherwise) {
        if (setting == null) {
            return otherwise;
        }
        JsonNode value = setting.in(environment);
        if (!value.isNumber() || value.doubleValue() < 0) {
            throw StateFailure.runtime(
                    "The value of the field '" + setting.field() + "' must be a non-negative integer");
        }
        return value.asInt();
    }

    /** The events of items. */
    private final class Iterations implements Fork.Listener {

        private final String name;

        Iterations(String name) {
            this.name = name;
        }

        private void add(Line child, String what, int index) {
            ObjectNode details = Json.object();
            details.put("name", name);
            details.put("index", index);
            String type = "MapIteration" + what;
            child.pending.add(Event.of(type, work.now(), "mapIteration" + what + "EventDetails", details));
        }

        @Override
        public void started(Line child, int index) {
            add(child, "Started", index);
        }

        @Override
        public void succeeded(Line child, int index) {
            add(child, "Succeeded", index);
        }

        @Override
        public void failed(Line child, int index) {
            add(child, "Failed", index);
        }
    }
}
