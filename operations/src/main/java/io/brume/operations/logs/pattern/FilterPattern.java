package io.brume.operations.logs.pattern;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A filter pattern of CloudWatch Logs: terms ({@code ERROR -Timeout}), a condition on JSON ({@code { $.latency > 500 }}) or on the
 * fields of a line ({@code [ip, user, ..., status=4*]}). Immutable; regular expressions in it run in linear time.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html">its description</a>
 */
public sealed interface FilterPattern permits TermsPattern, JsonPattern, FieldsPattern {

    /** What matched. */
    interface Match {

        /** The values that the pattern names, by their selectors, such as {@code $status} or {@code $.latency}. */
        Map<String, String> extracted();

        /** The value that a selector points to; null when there is none, or when it is no string, number or boolean. */
        @Nullable
        String value(String selector);
    }

    /**
     * Reads a pattern; an empty one matches everything.
     *
     * @throws BadPatternException when it is none
     */
    static FilterPattern parse(String text) {
        var scanner = new Scanner(text);
        scanner.skipSpace();
        return switch (scanner.peek()) {
            case '{' -> JsonParser.parse(scanner);
            case '[' -> FieldsParser.parse(scanner);
            default -> TermsPattern.parse(scanner);
        };
    }

    Optional<Match> match(String message);

    default boolean matches(String message) {
        return match(message).isPresent();
    }
}
