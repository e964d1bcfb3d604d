package io.brume.algorithms;

import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads, checks and describes records of hyperparameters; see {@link Hyperparameter}. */
public final class Hyperparameters {
    private Hyperparameters() {}

    /**
     * Makes a record from texts by documented name, with defaults for what is not given.
     *
     * @throws BadHyperparameterException naming every unknown, missing, unreadable and out-of-range one
     */
    public static <H extends Record> H parse(Class<H> type, Map<String, String> texts) {
        var problems = new LinkedHashMap<String, String>();
        var unknown = new LinkedHashMap<>(texts);
        List<Component> components = Component.of(type);
        var values = new Object[components.size()];
        for (int i = 0; i < values.length; i++) {
            Component component = components.get(i);
            try {
                values[i] = component.parse(component.take(unknown));
            } catch (IllegalArgumentException e) {
                problems.put(component.name(), String.valueOf(e.getMessage()));
            }
        }
        for (String name : unknown.keySet()) {
            problems.put(name, "there is no hyperparameter " + name);
        }
        if (!problems.isEmpty()) {
            throw new BadHyperparameterException(problems);
        }
        return construct(type, values);
    }

    /** The record of nothing but defaults. */
    public static <H extends Record> H defaults(Class<H> type) {
        return parse(type, Map.of());
    }

    /**
     * Checks a record that was made by its constructor.
     *
     * @throws BadHyperparameterException naming every one that is out of its range
     */
    public static <H extends Record> H check(H hyperparameters) {
        var problems = new LinkedHashMap<String, String>();
        for (Component component : Component.of(hyperparameters.getClass())) {
            try {
                component.check(component.value(hyperparameters));
            } catch (IllegalArgumentException e) {
                problems.put(component.name(), String.valueOf(e.getMessage()));
            }
        }
        if (!problems.isEmpty()) {
            throw new BadHyperparameterException(problems);
        }
        return hyperparameters;
    }

    /** The texts that {@link #parse} makes the same record from; what is empty is left out. */
    public static Map<String, String> format(Record hyperparameters) {
        var texts = new LinkedHashMap<String, String>();
        for (Component component : Component.of(hyperparameters.getClass())) {
            String text = component.format(component.value(hyperparameters));
            if (text != null) {
                texts.put(component.name(), text);
            }
        }
        return texts;
    }

    /** What there is to set, in the record's order. */
    public static List<Description> describe(Class<? extends Record> type) {
        var descriptions = new ArrayList<Description>();
        for (Component component : Component.of(type)) {
            descriptions.add(component.describe());
        }
        return descriptions;
    }

    /**
     * A hyperparameter, described.
     *
     * @param kind what is written for it
     * @param range null where any value of its kind will do
     * @param values what can be chosen from; empty unless it is a choice
     * @param byDefault as a user would write it; null where there is none
     */
    public record Description(
            String name,
            Kind kind,
            boolean required,
            @Nullable String byDefault,
            @Nullable Range range,
            List<String> values,
            String about) {}

    /** What is written for a hyperparameter. */
    public enum Kind {
        INTEGER,
        CONTINUOUS,
        BOOLEAN,
        TEXT,
        CHOICE,
        LIST
    }

    private static <H extends Record> H construct(Class<H> type, Object[] values) {
        try {
            var parameterTypes = new ArrayList<Class<?>>();
            for (var component : type.getRecordComponents()) {
                parameterTypes.add(component.getType());
            }
            var constructor = type.getDeclaredConstructor(parameterTypes.toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
