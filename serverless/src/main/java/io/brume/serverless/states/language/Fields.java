package io.brume.serverless.states.language;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.brume.serverless.states.expression.Expressions;
import io.brume.serverless.states.expression.Paths;
import io.brume.serverless.states.expression.Query;
import io.brume.serverless.states.expression.ReferencePath;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the fields of one object of a definition, each as what it must be, and reports those that are not. */
final class Fields {

    private final ObjectNode json;
    private final String location;
    private final boolean jsonata;
    private final Report report;

    Fields(ObjectNode json, String location, boolean jsonata, Report report) {
        this.json = json;
        this.location = location;
        this.jsonata = jsonata;
        this.report = report;
    }

    ObjectNode json() {
        return json;
    }

    boolean isJsonata() {
        return jsonata;
    }

    boolean has(String field) {
        return json.has(field);
    }

    String at(String field) {
        return location + "/" + field;
    }

    void error(String field, String message) {
        report.schema(message, at(field));
    }

    @Nullable
    String text(String field) {
        JsonNode value = json.get(field);
        if (value == null) {
            return null;
        }
        if (!value.isTextual()) {
            error(field, "Value must be a string");
            return null;
        }
        return value.textValue();
    }

    String requiredText(String field) {
        if (!has(field)) {
            report.schema("The field '" + field + "' is required but missing", location);
        }
        String text = text(field);
        return text == null ? "" : text;
    }

    /** A path; the default where there is none, null where it says null. */
    @Nullable
    String path(String field, boolean reference) {
        JsonNode value = json.get(field);
        if (value == null) {
            return "$";
        }
        if (value.isNull()) {
            return null;
        }
        boolean valid = value.isTextual()
                && (reference
                        ? ReferencePath.of(value.textValue()).isPresent()
                        : Expressions.isIntrinsic(value.textValue())
                                ? Expressions.isValid(value.textValue())
                                : Paths.isPath(value.textValue()));
        if (!valid) {
            error(field, reference ? "Value is not a Reference Path" : "Value is not a valid JSONPath");
            return null;
        }
        return value.textValue();
    }

    @Nullable
    JsonNode template(String field) {
        JsonNode value = json.get(field);
        if (value != null) {
            checkTemplate(value, at(field));
        }
        return value;
    }

    @Nullable
    JsonNode objectTemplate(String field) {
        JsonNode value = template(field);
        if (value != null && !value.isObject() && !(jsonata && value.isTextual())) {
            error(field, "Value must be an object");
        }
        return value;
    }

    private void checkTemplate(JsonNode value, String where) {
        switch (value) {
            case ObjectNode object -> {
                for (var entry : object.properties()) {
                    String name = entry.getKey();
                    JsonNode member = entry.getValue();
                    if (!jsonata && name.endsWith(".$")) {
                        checkDynamic(member, where + "/" + name);
                    } else {
                        checkTemplate(member, where + "/" + name);
                        if (!jsonata && member.isTextual()) {
                            warnOfStatic(member.textValue(), where + "/" + name);
                        }
                    }
                }
            }
            case ArrayNode array -> {
                for (int i = 0; i < array.size(); i++) {
                    checkTemplate(array.get(i), where + "[" + i + "]");
                }
            }
            default -> {
                if (jsonata && value.isTextual()) {
                    checkQuery(value.textValue(), where);
                }
            }
        }
    }

    private void checkDynamic(JsonNode value, String where) {
        if (!value.isTextual() || !Expressions.isValid(value.textValue())) {
            report.schema(
                    "The value for the field '" + where.substring(where.lastIndexOf('/') + 1)
                            + "' must be a valid JSONPath or a valid intrinsic function call",
                    where);
        }
    }

    private void warnOfStatic(String text, String where) {
        if (text.startsWith("$.") || text.startsWith("$$.") || text.matches("States\\.[A-Za-z0-9]+\\(.*\\)")) {
            report.warning(
                    Diagnostic.NO_DOLLAR,
                    "No .$ on a field that appears to be a JSONPath or Intrinsic Function",
                    where);
        }
    }

    private void checkQuery(String text, String where) {
        if (Query.isQuery(text)) {
            String wrong = Query.syntaxError(text);
            if (wrong != null) {
                report.schema("JSONata expression is invalid: " + wrong, where);
            }
        } else if (text.startsWith("{%") || text.endsWith("%}")) {
            report.schema("A JSONata expression begins with '{%' and ends with '%}'", where);
        }
    }

    /** A number, a path in the field of the same name with Path, or JSONata. */
    @Nullable
    Setting number(String field, double least, double most) {
        JsonNode value = alone(field);
        if (value == null) {
            return setting(field);
        }
        if (jsonata && value.isTextual() && Query.isQuery(value.textValue())) {
            checkQuery(value.textValue(), at(field));
        } else if (!value.isNumber() || value.doubleValue() < least || value.doubleValue() > most) {
            error(field, "Value must be a number between " + plain(least) + " and " + plain(most));
        }
        return new Setting(field, value, null);
    }

    private static String plain(double number) {
        return Long.toString((long) number);
    }

    /** A string, a path in the field of the same name with Path, or JSONata. */
    @Nullable
    Setting string(String field) {
        JsonNode value = alone(field);
        if (value == null) {
            return setting(field);
        }
        if (!value.isTextual()) {
            error(field, "Value must be a string");
        } else if (jsonata) {
            checkQuery(value.textValue(), at(field));
        }
        return new Setting(field, value, null);
    }

    /** The field's value; it is an error when there is a path for it, too. */
    private @Nullable JsonNode alone(String field) {
        JsonNode value = json.get(field);
        String byPath = field + "Path";
        if (value != null && has(byPath)) {
            error(field, "Only one of '" + field + "' and '" + byPath + "' may be given");
        }
        return value;
    }

    private @Nullable Setting setting(String field) {
        String byPath = field + "Path";
        if (!has(byPath)) {
            return null;
        }
        String path = path(byPath, false);
        return path == null ? new Setting(field, NullNode.getInstance(), null) : new Setting(field, null, path);
    }

    /** The objects of an array, each with its own fields. */
    List<Fields> objects(String field, boolean required) {
        JsonNode value = json.get(field);
        if (value == null) {
            if (required) {
                report.schema("The field '" + field + "' is required but missing", location);
            }
            return List.of();
        }
        if (!value.isArray() || (required && value.isEmpty())) {
            error(field, required ? "Value must be a non-empty array" : "Value must be an array");
            return List.of();
        }
        List<Fields> items = new ArrayList<>();
        for (int i = 0; i < value.size(); i++) {
            String where = at(field) + "[" + i + "]";
            if (value.get(i) instanceof ObjectNode object) {
                items.add(new Fields(object, where, jsonata, report));
            } else {
                report.schema("Value must be an object", where);
            }
        }
        return items;
    }

    @Nullable
    Fields object(String field) {
        JsonNode value = json.get(field);
        if (value == null) {
            return null;
        }
        if (!(value instanceof ObjectNode object)) {
            error(field, "Value must be an object");
            return null;
        }
        return new Fields(object, at(field), jsonata, report);
    }

    Fields withLanguage(boolean other) {
        return new Fields(json, location, other, report);
    }

    /** Reports fields that are none of these. */
    void only(java.util.Set<String> known) {
        for (var entry : json.properties()) {
            if (!known.contains(entry.getKey())) {
                report.schema("Field '" + entry.getKey() + "' is not supported", at(entry.getKey()));
            }
        }
    }
}
