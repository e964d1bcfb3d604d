package io.brume.serverless.states.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.brume.serverless.states.expression.Json;
import io.brume.serverless.states.language.Machine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One line of control: an execution's own, or that of a branch or an item within. It is at one state at a time; all that is needed to
 * go on from there is in it. Used by one thread at a time.
 */
final class Line {

    static final String ROOT = "0";

    final String id;
    final Machine machine;
    final @Nullable Line parent;

    /** What the context object has more than the parent's, such as the item of a map. */
    final ObjectNode extraContext;

    String state;
    JsonNode input;

    /** Those assigned in this line. */
    Map<String, JsonNode> variables = new LinkedHashMap<>();

    /** What is known of the current visit to the state: whether it was entered, attempts, tokens, until when it waits. */
    ObjectNode visit = Json.object();

    /** The last event of this line, 0 before there is one. */
    long previous;

    /** The event with which the current state was entered. */
    long entered;

    /** Happened, but not yet in the journal. */
    final List<Event> pending = new ArrayList<>();

    @Nullable
    JsonNode output;

    /** Whether the lines within this one have ended: the next commit forgets them. */
    boolean joined;

    private volatile boolean cancelled;

    Line(String id, Machine machine, @Nullable Line parent, JsonNode input, ObjectNode extraContext) {
        this.id = id;
        this.machine = machine;
        this.parent = parent;
        this.state = machine.startAt();
        this.input = input;
        this.extraContext = extraContext;
        this.previous = parent == null ? 0 : parent.previous;
    }

    void cancel() {
        cancelled = true;
    }

    boolean isCancelled() {
        return cancelled || (parent != null && parent.isCancelled());
    }

    /** The variables that expressions see: those of the lines around, then this one's. */
    Map<String, JsonNode> visibleVariables() {
        Line around = parent;
        if (around == null) {
            return variables;
        }
        Map<String, JsonNode> all = new LinkedHashMap<>(around.visibleVariables());
        all.putAll(variables);
        return all;
    }

    /** Moves on. */
    void goTo(String next, JsonNode nextInput) {
        state = next;
        input = nextInput;
        visit = Json.object();
    }
}
