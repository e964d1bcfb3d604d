package io.brume.algorithms.search;

import io.brume.algorithms.BadHyperparameterException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * The hyperparameters to search over.
 *
 * <p>A configuration is a text for each of them, as a training job takes it. For the Gaussian process it is a point: a number
 * has its place on its scale, in [0, 1]; a category has one coordinate for each choice, {@link #CHOSEN} where it is chosen and 0 elsewhere.
 */
public record SearchSpace(List<Parameter> parameters) {
    /** Puts two choices 0.7 apart: what is learnt of numbers under one then tells something of those under another. */
    static final double CHOSEN = 0.5;

    /** @throws BadHyperparameterException naming every parameter that cannot be searched, and why */
    public SearchSpace {
        parameters = List.copyOf(parameters);
        var problems = new LinkedHashMap<String, String>();
        var names = new LinkedHashMap<String, Parameter>();
        for (Parameter parameter : parameters) {
            String problem = parameter.name().isBlank()
                    ? "must have a name"
                    : names.put(parameter.name(), parameter) != null ? "is there twice" : parameter.problem();
            if (problem != null) {
                problems.put(parameter.name(), parameter.name() + " " + problem);
            }
        }
        if (parameters.isEmpty()) {
            problems.put("", "there is no hyperparameter to search over");
        }
        if (!problems.isEmpty()) {
            throw new BadHyperparameterException(problems);
        }
    }

    public static SearchSpace of(Parameter... parameters) {
        return new SearchSpace(List.of(parameters));
    }

    /** How many configurations there are; infinity where a parameter is continuous. */
    double size() {
        return parameters.stream().mapToDouble(Parameter::values).reduce(1, (a, b) -> a * b);
    }

    /** The configuration at a place in [0, 1] of each parameter. */
    Map<String, String> at(double[] places) {
        var configuration = new LinkedHashMap<String, String>();
        for (int i = 0; i < places.length; i++) {
            Parameter parameter = parameters.get(i);
            configuration.put(parameter.name(), parameter.at(places[i]));
        }
        return configuration;
    }

    /** The configuration with this number of a space of categories, the last of which changes fastest. */
    Map<String, String> numbered(long number) {
        var places = new double[parameters.size()];
        long rest = number;
        for (int i = places.length - 1; i >= 0; i--) {
            long values = (long) parameters.get(i).values();
            places[i] = (rest % values + 0.5) / values;
            rest /= values;
        }
        return at(places);
    }

    /** How many coordinates a point has. */
    int dimensions() {
        return parameters.stream().mapToInt(SearchSpace::width).sum();
    }

    /** For each coordinate of a point, which parameter it belongs to. */
    int[] owners() {
        var owners = new int[dimensions()];
        int at = 0;
        for (int i = 0; i < parameters.size(); i++) {
            for (int j = 0; j < width(parameters.get(i)); j++) {
                owners[at++] = i;
            }
        }
        return owners;
    }

    private static int width(Parameter parameter) {
        return parameter instanceof Parameter.Categorical choice
                ? choice.choices().size()
                : 1;
    }

    /** The point of a configuration, or null where it lacks a parameter or has a number that has no place on its scale. */
    double @Nullable [] point(Map<String, String> configuration) {
        var point = new double[dimensions()];
        int at = 0;
        for (Parameter parameter : parameters) {
            String text = configuration.get(parameter.name());
            if (text == null) {
                return null;
            }
            OptionalDouble place = switch (parameter) {
                case Parameter.Continuous range -> range.place(text);
                case Parameter.Whole range -> range.place(text);
                case Parameter.Categorical choice -> {
                    // An unknown choice is as far from each known one as these are from each other, nearly.
                    int index = choice.choices().indexOf(text);
                    if (index >= 0) {
                        point[at + index] = CHOSEN;
                    }
                    yield OptionalDouble.of(point[at]);
                }
            };
            if (place.isEmpty()) {
                return null;
            }
            point[at] = place.getAsDouble();
            at += width(parameter);
        }
        return point;
    }
}
