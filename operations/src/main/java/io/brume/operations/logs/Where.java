package io.brume.operations.logs;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/** The conditions of a query, with their arguments. */
final class Where {

    private final List<String> conditions = new ArrayList<>();
    private final List<Object> arguments = new ArrayList<>();

    Where(String condition, Object... values) {
        and(condition, values);
    }

    Where(Where other) {
        conditions.addAll(other.conditions);
        arguments.addAll(other.arguments);
    }

    Where and(String condition, Object... values) {
        conditions.add(condition);
        Collections.addAll(arguments, values);
        return this;
    }

    Where andIn(String column, Collection<?> values) {
        String marks = String.join(", ", Collections.nCopies(values.size(), "?"));
        return and(values.isEmpty() ? "1 = 0" : column + " IN (" + marks + ")", values.toArray());
    }

    Object[] arguments() {
        return arguments.toArray();
    }

    @Override
    public String toString() {
        return " WHERE " + String.join(" AND ", conditions);
    }
}
