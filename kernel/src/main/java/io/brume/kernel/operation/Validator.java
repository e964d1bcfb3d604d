package io.brume.kernel.operation;

import com.google.re2j.PatternSyntaxException;
import io.brume.kernel.model.Shape;
import io.brume.kernel.model.Shape.Bounds;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;

/**
 * Holds requests to the constraints of AWS's model (required, length, range, pattern, enumeration) and words violations as AWS
 * does.
 */
public final class Validator {

    /** Longer values are not repeated in an error. */
    private static final int QUOTED = 1024;

    /** No more violations than these are reported at once. */
    private static final int REPORTED = 10;

    private final Map<String, Shape> shapes;
    private final Map<String, Expression> patterns = new ConcurrentHashMap<>();

    Validator(Map<String, Shape> shapes) {
        this.shapes = shapes;
    }

    /**
     * The message of a request's violations; null when it has none.
     *
     * @param input the operation's input shape
     */
    public @Nullable String check(SdkPojo request, @Nullable String input) {
        if (input == null || !(shapes.get(input) instanceof Shape.Structure structure)) {
            return null;
        }
        List<String> violations = new ArrayList<>(0);
        structure(request, structure, "", violations);
        if (violations.isEmpty()) {
            return null;
        }
        return violations.size() + (violations.size() == 1 ? " validation error" : " validation errors") + " detected: "
                + String.join("; ", violations.subList(0, Math.min(REPORTED, violations.size())));
    }

    private void structure(SdkPojo value, Shape.Structure structure, String path, List<String> violations) {
        for (SdkField<?> field : Structure.of(value).all()) {
            String name = field.memberName();
            Shape shape = shapes.get(structure.members().getOrDefault(name, ""));
            Object member = Structure.value(field, value);
            if (member != null) {
                if (shape != null) {
                    value(member, shape, path + lowerCamel(name), violations);
                }
            } else if (structure.required().contains(name)) {
                String value0 = shape instanceof Shape.Text text && text.sensitive() ? "Value" : "Value null";
                violations.add(value0 + " at '" + path + lowerCamel(name)
                        + "' failed to satisfy constraint: Member must not be null");
            }
        }
    }

    private void value(Object value, Shape shape, String path, List<String> violations) {
        Object quoted = isSensitive(shape) || value instanceof SdkBytes ? null : value;
        for (String constraint : broken(value, shape)) {
            violations.add(at(quoted, path) + constraint);
        }
        members(value, shape, path, violations);
    }

    private void members(Object value, Shape shape, String path, List<String> violations) {
        switch (shape) {
            case Shape.Structure structure
            when value instanceof SdkPojo pojo -> structure(pojo, structure, path + ".", violations);
            case Shape.ListOf list
            when value instanceof Collection<?> items -> {
                Shape member = shapes.get(list.member());
                together(items, items, "Member", member, path, violations);
                int i = 1;
                for (Object item : items) {
                    if (member != null && item != null) {
                        members(item, member, path + "." + i + ".member", violations);
                    }
                    i++;
                }
            }
            case Shape.MapOf map
            when value instanceof Map<?, ?> entries -> {
                Shape member = shapes.get(map.value());
                together(entries, entries.keySet(), "Map keys", shapes.get(map.key()), path, violations);
                together(entries, entries.values(), "Map value", member, path, violations);
                entries.forEach((key, item) -> {
                    if (member != null && item != null) {
                        members(item, member, path + "." + key + ".member", violations);
                    }
                });
            }
            default -> {}
        }
    }

    /** What a collection's items break is one violation of the collection, which names all that an item has to keep. */
    private void together(
            Object whole,
            Collection<?> items,
            String which,
            @Nullable Shape item,
            String path,
            List<String> violations) {
        if (item != null
                && items.stream().anyMatch(i -> i != null && !broken(i, item).isEmpty())) {
            violations.add(at(isSensitive(item) ? null : whole, path) + which + " must satisfy constraint: "
                    + constraints(item));
        }
    }

    private boolean isSensitive(@Nullable Shape shape) {
        return switch (shape) {
            case Shape.Text text -> text.sensitive();
            case Shape.ListOf list -> isSensitive(shapes.get(list.member()));
            case Shape.MapOf map -> isSensitive(shapes.get(map.key())) || isSensitive(shapes.get(map.value()));
            case null, default -> false;
        };
    }

    /** The constraints that a value breaks by itself, whatever it holds. */
    private List<String> broken(Object value, Shape shape) {
        return switch (shape) {
            case Shape.Text text when value instanceof String string -> broken(string, text);
            case Shape.Amount amount
            when value instanceof Number number -> broken(number.doubleValue(), amount.bounds(), "value");
            case Shape.Amount amount
            when value instanceof SdkBytes bytes -> broken(bytes.asByteArrayUnsafe().length, amount.bounds(), "length");
            case Shape.ListOf list
            when value instanceof Collection<?> items -> broken(items.size(), list.length(), "length");
            case Shape.MapOf map
            when value instanceof Map<?, ?> entries -> broken(entries.size(), map.length(), "length");
            default -> List.of();
        };
    }

    private List<String> broken(String value, Shape.Text text) {
        if (!text.values().isEmpty()) {
            return text.values().contains(value) ? List.of() : List.of(oneOf(text.values()));
        }
        int length = value.codePointCount(0, value.length());
        List<String> bounds = broken(length, text.length(), "length");
        String pattern = text.pattern();
        if (pattern == null) {
            return bounds;
        }
        Expression expression = patterns.computeIfAbsent(pattern, Expression::of);
        if (!bounds.isEmpty() && !expression.linear() || expression.matches().test(value)) {
            return bounds;
        }
        return bounds.isEmpty() ? List.of(like(pattern)) : List.of(like(pattern), bounds.getFirst());
    }

    private static List<String> broken(double amount, Bounds bounds, String what) {
        Double min = bounds.min();
        Double max = bounds.max();
        if (min != null && amount < min) {
            return List.of(atLeast(min, what));
        }
        return max != null && amount > max ? List.of(atMost(max, what)) : List.of();
    }

    /** All that a value has to keep. */
    private static List<String> constraints(Shape shape) {
        return switch (shape) {
            case Shape.Text text when !text.values().isEmpty() -> List.of(oneOf(text.values()));
            case Shape.Text text -> {
                List<String> all = constraints(text.length(), "length");
                if (text.pattern() != null) {
                    all.add(like(text.pattern()));
                }
                yield all;
            }
            case Shape.Amount amount -> constraints(amount.bounds(), amount.blob() ? "length" : "value");
            case Shape.ListOf list -> constraints(list.length(), "length");
            case Shape.MapOf map -> constraints(map.length(), "length");
            case Shape.Structure _ -> List.of();
        };
    }

    private static List<String> constraints(Bounds bounds, String what) {
        List<String> all = new ArrayList<>();
        if (bounds.max() != null) {
            all.add(atMost(bounds.max(), what));
        }
        if (bounds.min() != null) {
            all.add(atLeast(bounds.min(), what));
        }
        return all;
    }

    private static String oneOf(List<String> values) {
        return "Member must satisfy enum value set: " + values;
    }

    private static String like(String pattern) {
        return "Member must satisfy regular expression pattern: " + pattern;
    }

    private static String atLeast(double bound, String what) {
        return "Member must have " + what + " greater than or equal to " + plain(bound);
    }

    private static String atMost(double bound, String what) {
        return "Member must have " + what + " less than or equal to " + plain(bound);
    }

    /** @param linear whether matching takes time in proportion to the value's length, whatever the value */
    private record Expression(boolean linear, Predicate<String> matches) {

        /** Linear-time matching where the pattern allows it; patterns with look-around go to the JDK's engine. */
        static Expression of(String pattern) {
            try {
                var linear = com.google.re2j.Pattern.compile(pattern, com.google.re2j.Pattern.DOTALL);
                return new Expression(true, linear::matches);
            } catch (PatternSyntaxException e) {
                try {
                    Pattern backtracking = Pattern.compile(pattern, Pattern.DOTALL);
                    return new Expression(false, value -> backtracks(backtracking, value));
                } catch (java.util.regex.PatternSyntaxException unreadable) {
                    // ECMA-only syntax: AWS's own service would not reject by it either.
                    return new Expression(true, _ -> true);
                }
            }
        }
    }

    private static boolean backtracks(Pattern pattern, String value) {
        try {
            return pattern.matcher(value).matches();
        } catch (StackOverflowError e) {
            return false;
        }
    }

    private static String at(@Nullable Object value, String path) {
        String text = value == null ? "" : String.valueOf(value);
        String quoted = value == null || text.length() > QUOTED ? "Value" : "Value '" + text + "'";
        return quoted + " at '" + path + "' failed to satisfy constraint: ";
    }

    private static String plain(double bound) {
        return bound == Math.rint(bound) ? String.valueOf((long) bound) : String.valueOf(bound);
    }

    private static String lowerCamel(String member) {
        return Character.toLowerCase(member.charAt(0)) + member.substring(1);
    }
}
