package io.brume.serverless.states.language;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.brume.serverless.states.language.Common.Catcher;
import io.brume.serverless.states.language.Common.Retrier;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one state. */
final class StateParser {

    private static final double LONGEST = 99_999_999;
    private static final Pattern RESOURCE = Pattern.compile("arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:[0-9]*:.+");
    private static final Pattern VARIABLE = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]{0,79}");

    private static final Set<String> ANY = Set.of("Type", "Comment", "QueryLanguage");
    private static final Set<String> MOVES = Set.of("Next", "End");
    private static final Set<String> PATHS = Set.of("InputPath", "OutputPath");
    private static final Set<String> ERRORS = Set.of("Retry", "Catch");
    private static final Set<String> RESULTS = Set.of("Parameters", "ResultSelector", "ResultPath");
    private static final Set<String> MAP = Set.of(
            "ItemProcessor",
            "Iterator",
            "ItemSelector",
            "ItemReader",
            "ItemBatcher",
            "ResultWriter",
            "MaxConcurrency",
            "ToleratedFailureCount",
            "ToleratedFailurePercentage",
            "Label");
    private static final Set<String> MAP_PATHS =
            Set.of("ItemsPath", "MaxConcurrencyPath", "ToleratedFailureCountPath", "ToleratedFailurePercentagePath");

    /** The fields of each type: in both languages, in JSONPath, in JSONata. */
    private record Known(Set<String> both, Set<String> paths, Set<String> jsonata) {}

    private static final Map<String, Known> FIELDS = Map.of(
            "Pass",
                    new Known(
                            union(ANY, MOVES, Set.of("Assign")),
                            union(PATHS, Set.of("Result", "ResultPath", "Parameters")),
                            Set.of("Output")),
            "Task",
                    new Known(
                            union(
                                    ANY,
                                    MOVES,
                                    ERRORS,
                                    Set.of("Assign", "Resource", "TimeoutSeconds", "HeartbeatSeconds", "Credentials")),
                            union(PATHS, RESULTS, Set.of("TimeoutSecondsPath", "HeartbeatSecondsPath")),
                            Set.of("Arguments", "Output")),
            "Choice", new Known(union(ANY, Set.of("Choices", "Default", "Assign")), PATHS, Set.of("Output")),
            "Wait",
                    new Known(
                            union(ANY, MOVES, Set.of("Assign", "Seconds", "Timestamp")),
                            union(PATHS, Set.of("SecondsPath", "TimestampPath")),
                            Set.of("Output")),
            "Succeed", new Known(ANY, PATHS, Set.of("Output")),
            "Fail", new Known(union(ANY, Set.of("Error", "Cause")), Set.of("ErrorPath", "CausePath"), Set.of()),
            "Parallel",
                    new Known(
                            union(ANY, MOVES, ERRORS, Set.of("Assign", "Branches")),
                            union(PATHS, RESULTS),
                            Set.of("Arguments", "Output")),
            "Map",
                    new Known(
                            union(ANY, MOVES, ERRORS, MAP, Set.of("Assign")),
                            union(PATHS, RESULTS, MAP_PATHS),
                            Set.of("Items", "Output")));

    private final MachineParser machines;
    private final Fields fields;
    private final String name;
    private final Report report;

    StateParser(MachineParser machines, Fields fields, String name, Report report) {
        this.machines = machines;
        this.fields = fields;
        this.name = name;
        this.report = report;
    }

    @SafeVarargs
    private static Set<String> union(Set<String>... sets) {
        Set<String> all = new HashSet<>();
        for (Set<String> set : sets) {
            all.addAll(set);
        }
        return all;
    }

    @Nullable
    State parse() {
        String type = fields.requiredText("Type");
        Known known = FIELDS.get(type);
        if (known == null) {
            fields.error(
                    "Type",
                    "Value must be one of 'Pass', 'Task', 'Choice', 'Wait', 'Succeed', 'Fail', 'Parallel', 'Map'");
            return null;
        }
        checkFields(known);
        Common common = common(type);
        return switch (type) {
            case "Pass" -> pass(common);
            case "Task" -> task(common);
            case "Choice" -> choice(common);
            case "Wait" -> pause(common);
            case "Succeed" -> new State.Succeed(common);
            case "Fail" -> new State.Fail(common, fields.string("Error"), fields.string("Cause"));
            case "Parallel" -> parallel(common);
            default -> new MapParser(machines, fields, report).parse(common);
        };
    }

    private void checkFields(Known known) {
        Set<String> mine = fields.isJsonata() ? known.jsonata : known.paths;
        Set<String> others = fields.isJsonata() ? known.paths : known.jsonata;
        for (var entry : fields.json().properties()) {
            String field = entry.getKey();
            if (!known.both.contains(field) && !mine.contains(field)) {
                fields.error(
                        field,
                        others.contains(field)
                                ? "Field '" + field + "' is not supported when QueryLanguage is "
                                        + (fields.isJsonata() ? "JSONata" : "JSONPath")
                                : "Field '" + field + "' is not supported");
            }
        }
    }

    private Common common(String type) {
        boolean moves = !Set.of("Choice", "Succeed", "Fail").contains(type);
        return new Common(
                name,
                fields.isJsonata(),
                moves ? next() : null,
                fields.path("InputPath", false),
                fields.path("OutputPath", false),
                fields.path("ResultPath", true),
                fields.isJsonata() ? fields.template("Arguments") : fields.template("Parameters"),
                fields.objectTemplate("ResultSelector"),
                assign(fields),
                fields.template("Output"),
                retriers(),
                catchers());
    }

    private @Nullable String next() {
        boolean end = fields.has("End") && fields.json().get("End").asBoolean();
        if (fields.has("End") && !fields.json().get("End").isBoolean()) {
            fields.error("End", "Value must be true or false");
        }
        String next = fields.text("Next");
        if ((next == null) != end) {
            report.schema(
                    next == null
                            ? "The state must have either 'Next' or 'End'"
                            : "The state cannot have both 'Next' and 'End'",
                    fields.at("").replaceAll("/$", ""));
        }
        return next;
    }

    private static @Nullable JsonNode assign(Fields fields) {
        JsonNode assign = fields.objectTemplate("Assign");
        if (assign != null && assign.isObject()) {
            for (var entry : assign.properties()) {
                String variable =
                        fields.isJsonata() ? entry.getKey() : entry.getKey().replaceAll("\\.\\$$", "");
                if (!VARIABLE.matcher(variable).matches() || variable.equals("states")) {
                    fields.error("Assign/" + entry.getKey(), "Not a valid name of a variable");
                }
            }
        }
        return assign;
    }

    private List<Retrier> retriers() {
        List<Retrier> retriers = new ArrayList<>();
        List<Fields> all = fields.objects("Retry", false);
        for (int i = 0; i < all.size(); i++) {
            Fields each = all.get(i);
            each.only(Set.of(
                    "ErrorEquals",
                    "IntervalSeconds",
                    "MaxAttempts",
                    "BackoffRate",
                    "MaxDelaySeconds",
                    "JitterStrategy",
                    "Comment"));
            String jitter = each.text("JitterStrategy");
            if (jitter != null && !jitter.equals("FULL") && !jitter.equals("NONE")) {
                each.error("JitterStrategy", "Value must be one of 'FULL', 'NONE'");
            }
            JsonNode most = number(each, "MaxDelaySeconds", 1, 31_622_400);
            JsonNode interval = number(each, "IntervalSeconds", 1, LONGEST);
            JsonNode attempts = number(each, "MaxAttempts", 0, LONGEST);
            JsonNode backoff = number(each, "BackoffRate", 1, LONGEST);
            retriers.add(new Retrier(
                    errors(each, i == all.size() - 1),
                    interval == null ? 1 : interval.asLong(),
                    attempts == null ? 3 : attempts.asInt(),
                    backoff == null ? 2 : backoff.asDouble(),
                    most == null ? null : most.asLong(),
                    "FULL".equals(jitter)));
        }
        return retriers;
    }

    private static @Nullable JsonNode number(Fields each, String field, double least, double most) {
        Setting setting = each.withLanguage(false).number(field, least, most);
        return setting == null ? null : setting.value();
    }

    private List<Catcher> catchers() {
        List<Catcher> catchers = new ArrayList<>();
        List<Fields> all = fields.objects("Catch", false);
        for (int i = 0; i < all.size(); i++) {
            Fields each = all.get(i);
            each.only(
                    each.isJsonata()
                            ? Set.of("ErrorEquals", "Next", "Assign", "Output", "Comment")
                            : Set.of("ErrorEquals", "Next", "Assign", "ResultPath", "Comment"));
            catchers.add(new Catcher(
                    errors(each, i == all.size() - 1),
                    each.requiredText("Next"),
                    each.path("ResultPath", true),
                    assign(each),
                    each.template("Output")));
        }
        return catchers;
    }

    /** @param last States.ALL stands alone, in the last of them */
    private List<String> errors(Fields each, boolean last) {
        JsonNode json = each.json().get("ErrorEquals");
        List<String> errors = new ArrayList<>();
        if (json == null || !json.isArray() || json.isEmpty()) {
            each.error("ErrorEquals", "Value must be a non-empty array of strings");
            return errors;
        }
        json.forEach(error -> {
            if (!error.isTextual()) {
                each.error("ErrorEquals", "Value must be a non-empty array of strings");
            }
            errors.add(error.asText());
        });
        if (errors.contains("States.ALL") && (errors.size() > 1 || !last)) {
            each.error("ErrorEquals", "States.ALL must appear alone, and in the last one only");
        }
        return errors;
    }

    private State pass(Common common) {
        JsonNode result = fields.json().get("Result");
        if (result != null
                && result.isTextual()
                && (result.textValue().startsWith("$.") || result.textValue().startsWith("States."))) {
            report.warning(
                    Diagnostic.STATIC_RESULT,
                    "Using intrinsic functions or JSONPath in the field 'Result' has no effect: it is taken as it is",
                    fields.at("Result"));
        }
        return new State.Pass(common, result);
    }

    private State task(Common common) {
        String resource = fields.requiredText("Resource");
        if (!resource.isEmpty() && !RESOURCE.matcher(resource).matches()) {
            fields.error("Resource", "Value is not a valid resource ARN");
        }
        if (machines.express()
                && (resource.contains(".sync")
                        || resource.endsWith(".waitForTaskToken")
                        || resource.contains(":activity:"))) {
            fields.error("Resource", "Express state machines do not support this integration pattern");
        }
        return new State.Task(
                common,
                resource,
                fields.number("TimeoutSeconds", 1, LONGEST),
                fields.number("HeartbeatSeconds", 1, LONGEST),
                fields.objectTemplate("Credentials"));
    }

    private State choice(Common common) {
        List<State.Rule> rules = new ArrayList<>();
        for (Fields rule : fields.objects("Choices", true)) {
            State.Test test = new TestParser(report).rule(rule);
            if (test != null) {
                rules.add(new State.Rule(test, rule.requiredText("Next"), assign(rule), rule.template("Output")));
            }
        }
        return new State.Choice(common, rules, fields.text("Default"));
    }

    private State pause(Common common) {
        long given = List.of("Seconds", "SecondsPath", "Timestamp", "TimestampPath").stream()
                .filter(fields::has)
                .count();
        if (given != 1) {
            report.schema(
                    "A Wait state has exactly one of 'Seconds', 'SecondsPath', 'Timestamp', 'TimestampPath'",
                    fields.at("").replaceAll("/$", ""));
        }
        Setting timestamp = fields.string("Timestamp");
        JsonNode moment = timestamp == null ? NullNode.getInstance() : timestamp.value();
        if (moment != null
                && moment.isTextual()
                && !moment.textValue().startsWith("{%")
                && !isTimestamp(moment.textValue())) {
            fields.error("Timestamp", "Value must be a valid ISO-8601 timestamp");
        }
        return new State.Wait(common, fields.number("Seconds", 0, LONGEST), timestamp);
    }

    static boolean isTimestamp(String text) {
        try {
            OffsetDateTime unused = OffsetDateTime.parse(text);
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private State parallel(Common common) {
        List<Machine> branches = new ArrayList<>();
        for (Fields branch : fields.objects("Branches", true)) {
            branch.only(MachineParser.NESTED);
            branches.add(machines.machine(branch, fields.isJsonata(), false));
        }
        return new State.Parallel(common, branches);
    }
}
