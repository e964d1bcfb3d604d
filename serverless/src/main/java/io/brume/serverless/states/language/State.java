package io.brume.serverless.states.language;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One state of a definition. */
public sealed interface State {

    Common common();

    /** {@code Task}, as the definition and the history write it. */
    default String type() {
        return this instanceof MapState ? "Map" : getClass().getSimpleName();
    }

    default String name() {
        return common().name();
    }

    /** @param result null to pass the input on */
    record Pass(Common common, @Nullable JsonNode result) implements State {}

    /** @param timeout in seconds; @param heartbeat in seconds */
    record Task(
            Common common,
            String resource,
            @Nullable Setting timeout,
            @Nullable Setting heartbeat,
            @Nullable JsonNode credentials)
            implements State {}

    /** @param otherwise the state when no rule matches */
    record Choice(Common common, List<Rule> rules, @Nullable String otherwise) implements State {}

    /** @param output JSONata's template of the output */
    record Rule(
            Test test,
            String next,
            @Nullable JsonNode assign,
            @Nullable JsonNode output) {}

    /** What a rule asks. */
    sealed interface Test {
        record And(List<Test> tests) implements Test {}

        record Or(List<Test> tests) implements Test {}

        record Not(Test test) implements Test {}

        /**
         * @param operator without {@code Path}
         * @param path whether the value is a path to what is compared with
         */
        record Compare(String variable, String operator, JsonNode value, boolean path) implements Test {}

        /** In JSONata. */
        record Condition(JsonNode expression) implements Test {}
    }

    /** Either seconds or a timestamp. */
    record Wait(
            Common common,
            @Nullable Setting seconds,
            @Nullable Setting timestamp) implements State {}

    record Succeed(Common common) implements State {}

    record Fail(
            Common common,
            @Nullable Setting error,
            @Nullable Setting cause) implements State {}

    record Parallel(Common common, List<Machine> branches) implements State {}

    /**
     * @param items the path of the items, or JSONata's; null for the whole input
     * @param distributed null for an inline map
     */
    record MapState(
            Common common,
            Machine processor,
            @Nullable Setting items,
            @Nullable JsonNode itemSelector,
            @Nullable Setting maxConcurrency,
            @Nullable Setting toleratedCount,
            @Nullable Setting toleratedPercentage,
            @Nullable Distributed distributed)
            implements State {}

    /** What only distributed maps have. */
    record Distributed(
            boolean express,
            @Nullable String label,
            @Nullable JsonNode itemReader,
            @Nullable JsonNode itemBatcher,
            @Nullable JsonNode resultWriter) {}
}
