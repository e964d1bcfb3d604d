package io.brume.serverless.states.language;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Whether each state can be reached, and leads to states that there are. */
final class Transitions {

    private final Report report;
    private final Map<String, State> states;
    private final Fields all;

    Transitions(Report report, Map<String, State> states, Fields all) {
        this.report = report;
        this.states = states;
        this.all = all;
    }

    void check(String start) {
        Set<String> reached = new HashSet<>();
        Deque<String> open = new ArrayDeque<>();
        open.add(start);
        boolean ends = false;
        while (!open.isEmpty()) {
            String name = open.remove();
            State state = states.get(name);
            if (state == null || !reached.add(name)) {
                continue;
            }
            Map<String, String> targets = targets(state);
            targets.forEach((field, target) -> {
                if (!states.containsKey(target)) {
                    report.error(
                            Diagnostic.TARGET,
                            "Missing '" + field.substring(field.lastIndexOf('/') + 1) + "' target: " + target,
                            all.at(name) + "/" + field);
                }
                open.add(target);
            });
            ends |= state instanceof State.Succeed
                    || state instanceof State.Fail
                    || (state.common().next() == null && !(state instanceof State.Choice));
        }
        for (String name : states.keySet()) {
            if (!reached.contains(name)) {
                report.error(Diagnostic.TARGET, "State \"" + name + "\" is not reachable.", all.at(name));
            }
        }
        if (!ends) {
            report.error(Diagnostic.END, "No end state is reachable", all.at(start));
        }
    }

    /** The states that one leads to, by the field that names each. */
    private static Map<String, String> targets(State state) {
        Map<String, String> targets = new LinkedHashMap<>();
        String next = state.common().next();
        if (next != null) {
            targets.put("Next", next);
        }
        for (int i = 0; i < state.common().catchers().size(); i++) {
            targets.put(
                    "Catch[" + i + "]/Next", state.common().catchers().get(i).next());
        }
        if (state instanceof State.Choice choice) {
            for (int i = 0; i < choice.rules().size(); i++) {
                targets.put("Choices[" + i + "]/Next", choice.rules().get(i).next());
            }
            String otherwise = choice.otherwise();
            if (otherwise != null) {
                targets.put("Default", otherwise);
            }
        }
        return targets;
    }
}
