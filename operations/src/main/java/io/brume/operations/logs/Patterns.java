package io.brume.operations.logs;

import io.brume.operations.logs.pattern.BadPatternException;
import io.brume.operations.logs.pattern.FilterPattern;
import org.jspecify.annotations.Nullable;

/** Filter patterns as requests have them. */
final class Patterns {

    private Patterns() {}

    /** @param text null for one that matches everything */
    static FilterPattern parse(@Nullable String text) {
        try {
            return FilterPattern.parse(text == null ? "" : text);
        } catch (BadPatternException e) {
            throw Problems.invalid(String.valueOf(e.getMessage()));
        }
    }
}
