package io.brume.serverless.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The template of an input transformer: text in which {@code <name>} stands for a part of the event. As a value of a JSON template
 * a placeholder becomes JSON, quotes included; inside of a string it becomes text, from which objects and lists lose their quotes.
 * One whose path leads nowhere becomes nothing.
 *
 * <p>Source: "Amazon EventBridge input transformation" in the EventBridge user guide.
 */
final class InputTemplate {

    private static final String PREDEFINED = "aws.events.";
    private static final String RULE_ARN = "aws.events.rule-arn";
    private static final String RULE_NAME = "aws.events.rule-name";
    private static final String INGESTION_TIME = "aws.events.event.ingestion-time";
    private static final String EVENT = "aws.events.event";
    private static final String EVENT_JSON = "aws.events.event.json";
    private static final Set<String> VARIABLES = Set.of(RULE_ARN, RULE_NAME, INGESTION_TIME, EVENT, EVENT_JSON);

    private static final Pattern PLACEHOLDER = Pattern.compile("<([A-Za-z0-9_.-]+)>");

    private InputTemplate() {}

    /** The names of a template's placeholders that stand for nothing. */
    static Set<String> unknown(String template, Set<String> names) {
        Set<String> unknown = new LinkedHashSet<>();
        Matcher matcher = PLACEHOLDER.matcher(template);
        while (matcher.find()) {
            String name = matcher.group(1);
            if (!names.contains(name) && !VARIABLES.contains(name)) {
                unknown.add(name);
            }
        }
        return unknown;
    }

    static boolean isReserved(String name) {
        return name.toLowerCase(java.util.Locale.ROOT).startsWith("aws.") || VARIABLES.contains(name);
    }

    /** What a target gets of an event. */
    static String fill(String template, Map<String, String> paths, Event event, String ruleArn, String ruleName) {
        String start = template.strip();
        boolean json = start.startsWith("{")
                || start.startsWith("[")
                || PLACEHOLDER.matcher(start).matches();
        var out = new StringBuilder();
        var matcher = PLACEHOLDER.matcher(template);
        boolean inString = false;
        int at = 0;
        while (matcher.find()) {
            String before = template.substring(at, matcher.start());
            inString = endsInString(before, inString);
            out.append(before);
            String name = matcher.group(1);
            if (name.startsWith(PREDEFINED) && !paths.containsKey(name)) {
                out.append(predefined(name, event, ruleArn, ruleName, inString || !json));
            } else {
                JsonNode value = JsonPath.parse(paths.getOrDefault(name, ""))
                        .flatMap(path -> path.in(event.json()))
                        .orElse(null);
                out.append(written(value, inString, json));
            }
            at = matcher.end();
        }
        return out.append(template, at, template.length()).toString();
    }

    private static boolean endsInString(String text, boolean inString) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && inString) {
                i++;
            } else if (c == '"') {
                inString = !inString;
            }
        }
        return inString;
    }

    private static String predefined(String name, Event event, String ruleArn, String ruleName, boolean text) {
        String value = switch (name) {
            case RULE_ARN -> ruleArn;
            case RULE_NAME -> ruleName;
            case INGESTION_TIME -> event.ingested().toString();
            default -> null;
        };
        if (value != null) {
            return text ? value : "\"" + value + "\"";
        }
        if (name.equals(EVENT_JSON)) {
            return event.toString();
        }
        ObjectNode withoutDetail = event.json().deepCopy();
        withoutDetail.remove("detail");
        return withoutDetail.toString();
    }

    private static String written(@Nullable JsonNode value, boolean inString, boolean json) {
        if (value == null) {
            return "";
        }
        if (inString) {
            return value.isContainerNode() ? value.toString().replace("\"", "") : escaped(value.asText());
        }
        if (json) {
            return value.toString();
        }
        return value.isContainerNode() ? value.toString().replace("\"", "") : value.asText();
    }

    private static String escaped(String text) {
        String quoted = TextNode.valueOf(text).toString();
        return quoted.substring(1, quoted.length() - 1);
    }
}
