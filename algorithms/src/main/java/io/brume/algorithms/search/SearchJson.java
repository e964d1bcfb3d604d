package io.brume.algorithms.search;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.brume.algorithms.BadHyperparameterException;
import io.brume.algorithms.BadModelException;
import io.brume.algorithms.search.Search.Settings;
import io.brume.algorithms.search.Trial.Measurement;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** A search as JSON: {@code brume-search}, version 1. */
final class SearchJson {
    private static final String FORMAT = "brume-search";
    private static final JsonFactory JSON = new JsonFactory();

    private SearchJson() {}

    static String write(Settings settings, List<Trial> trials) {
        var text = new StringWriter();
        try (var json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("format", FORMAT);
            json.writeNumberField("version", 1);
            json.writeNumberField("seed", settings.seed());
            json.writeStringField("goal", lower(settings.goal()));
            json.writeStringField("early_stopping", lower(settings.earlyStopping()));
            json.writeFieldName("strategy");
            strategy(json, settings.strategy());
            json.writeArrayFieldStart("parameters");
            for (Parameter parameter : settings.space().parameters()) {
                parameter(json, parameter);
            }
            json.writeEndArray();
            if (settings.warmStart() != null) {
                json.writeFieldName("warm_start");
                warmStart(json, settings.warmStart());
            }
            json.writeArrayFieldStart("trials");
            for (Trial trial : trials) {
                trial(json, trial);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void strategy(JsonGenerator json, Strategy strategy) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", lower(strategy.getClass().getSimpleName()));
        if (strategy instanceof Strategy.Hyperband hyperband) {
            json.writeNumberField("minimum_resource", hyperband.minimumResource());
            json.writeNumberField("maximum_resource", hyperband.maximumResource());
        }
        json.writeEndObject();
    }

    private static void parameter(JsonGenerator json, Parameter parameter) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", parameter.name());
        json.writeStringField("kind", lower(parameter.getClass().getSimpleName()));
        switch (parameter) {
            case Parameter.Continuous range -> {
                json.writeNumberField("minimum", range.minimum());
                json.writeNumberField("maximum", range.maximum());
                json.writeStringField("scaling", lower(range.scaling()));
            }
            case Parameter.Whole range -> {
                json.writeNumberField("minimum", range.minimum());
                json.writeNumberField("maximum", range.maximum());
                json.writeStringField("scaling", lower(range.scaling()));
            }
            case Parameter.Categorical choice -> {
                json.writeArrayFieldStart("choices");
                for (String value : choice.choices()) {
                    json.writeString(value);
                }
                json.writeEndArray();
            }
        }
        json.writeEndObject();
    }

    private static void warmStart(JsonGenerator json, WarmStart start) throws IOException {
        json.writeStartObject();
        json.writeStringField("kind", lower(start.kind()));
        json.writeArrayFieldStart("parents");
        for (List<WarmStart.Result> parent : start.parents()) {
            json.writeStartArray();
            for (WarmStart.Result result : parent) {
                json.writeStartObject();
                hyperparameters(json, result.hyperparameters());
                json.writeNumberField("value", result.value());
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void trial(JsonGenerator json, Trial trial) throws IOException {
        json.writeStartObject();
        hyperparameters(json, trial.hyperparameters());
        json.writeStringField("status", lower(trial.status()));
        if (trial.value().isPresent()) {
            json.writeNumberField("value", trial.value().getAsDouble());
        }
        if (!trial.measurements().isEmpty()) {
            json.writeArrayFieldStart("measurements");
            for (Measurement measurement : trial.measurements()) {
                json.writeStartArray();
                json.writeNumber(measurement.resource());
                json.writeNumber(measurement.value());
                json.writeEndArray();
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private static void hyperparameters(JsonGenerator json, Map<String, String> values) throws IOException {
        json.writeObjectFieldStart("hyperparameters");
        for (var value : values.entrySet()) {
            json.writeStringField(value.getKey(), value.getValue());
        }
        json.writeEndObject();
    }

    private static String lower(Object name) {
        return name.toString().toLowerCase(Locale.ROOT);
    }

    static Search read(String text) {
        try {
            JsonTree tree = JsonTree.of(text);
            if (!tree.text("format").equals(FORMAT) || tree.whole("version") != 1) {
                throw new BadModelException("not a search in version 1 of the format " + FORMAT);
            }
            return new Search(settings(tree), trials(tree.list("trials")));
        } catch (IllegalArgumentException | ArithmeticException | BadHyperparameterException e) {
            throw new BadModelException("not a saved search: " + e.getMessage(), e);
        }
    }

    private static Settings settings(JsonTree tree) {
        var space = new SearchSpace(
                tree.list("parameters").stream().map(SearchJson::parameter).toList());
        JsonTree strategy = tree.object("strategy");
        Strategy chosen = switch (strategy.text("name")) {
            case "bayesian" -> new Strategy.Bayesian();
            case "random" -> new Strategy.Random();
            case "grid" -> new Strategy.Grid();
            case "hyperband" ->
                new Strategy.Hyperband(
                        Math.toIntExact(strategy.whole("minimum_resource")),
                        Math.toIntExact(strategy.whole("maximum_resource")));
            default -> throw new IllegalArgumentException("unknown strategy " + strategy.text("name"));
        };
        return new Settings(
                space,
                chosen,
                tree.choice("goal", Goal.class),
                tree.whole("seed"),
                tree.choice("early_stopping", EarlyStopping.class),
                tree.has("warm_start") ? warmStart(tree.object("warm_start")) : null);
    }

    private static Parameter parameter(JsonTree tree) {
        String name = tree.text("name");
        return switch (tree.text("kind")) {
            case "continuous" ->
                new Parameter.Continuous(
                        name, tree.number("minimum"), tree.number("maximum"), tree.choice("scaling", Scaling.class));
            case "whole" ->
                new Parameter.Whole(
                        name, tree.whole("minimum"), tree.whole("maximum"), tree.choice("scaling", Scaling.class));
            case "categorical" ->
                new Parameter.Categorical(
                        name, tree.list("choices").stream().map(JsonTree::text).toList());
            default -> throw new IllegalArgumentException("unknown kind of parameter " + tree.text("kind"));
        };
    }

    private static WarmStart warmStart(JsonTree tree) {
        var parents = new ArrayList<List<WarmStart.Result>>();
        for (JsonTree parent : tree.list("parents")) {
            parents.add(parent.list().stream()
                    .map(result -> new WarmStart.Result(result.texts("hyperparameters"), result.number("value")))
                    .toList());
        }
        return new WarmStart(tree.choice("kind", WarmStart.Kind.class), parents);
    }

    private static List<Trial> trials(List<JsonTree> trees) {
        var trials = new ArrayList<Trial>();
        for (JsonTree tree : trees) {
            var measurements = new ArrayList<Measurement>();
            if (tree.has("measurements")) {
                for (JsonTree measured : tree.list("measurements")) {
                    measurements.add(new Measurement(
                            Math.toIntExact(measured.at(0).whole()),
                            measured.at(1).number()));
                }
            }
            trials.add(new Trial(
                    trials.size(),
                    tree.texts("hyperparameters"),
                    tree.choice("status", Trial.Status.class),
                    tree.has("value") ? OptionalDouble.of(tree.number("value")) : OptionalDouble.empty(),
                    measurements));
        }
        return trials;
    }
}
