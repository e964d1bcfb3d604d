package io.brume.operations.logs.pattern;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Words, phrases and regular expressions that a message must hold, must not hold, or of which it must hold one. Optional terms
 * count only when there are no others, as in CloudWatch Logs.
 */
record TermsPattern(
        List<Predicate<String>> required, List<Predicate<String>> excluded, List<Predicate<String>> optional)
        implements FilterPattern {

    private static final Optional<Match> WITHOUT_VALUES = Optional.of(new Match() {
        @Override
        public Map<String, String> extracted() {
            return Map.of();
        }

        @Override
        public @Nullable String value(String selector) {
            return null;
        }
    });

    static TermsPattern parse(Scanner scanner) {
        List<Predicate<String>> required = new ArrayList<>();
        List<Predicate<String>> excluded = new ArrayList<>();
        List<Predicate<String>> optional = new ArrayList<>();
        for (scanner.skipSpace(); !scanner.atEnd(); scanner.skipSpace()) {
            List<Predicate<String>> kind = switch (scanner.peek()) {
                case '-' -> excluded;
                case '?' -> optional;
                default -> required;
            };
            if (kind != required) {
                scanner.next();
                scanner.skipSpace();
            }
            kind.add(term(scanner));
        }
        return new TermsPattern(List.copyOf(required), List.copyOf(excluded), List.copyOf(optional));
    }

    private static Predicate<String> term(Scanner scanner) {
        switch (scanner.peek()) {
            case '"' -> {
                String phrase = scanner.quoted();
                return message -> message.contains(phrase);
            }
            case '%' -> {
                return scanner.expression()::isIn;
            }
            default -> {
                String word = scanner.until("");
                if (word.isEmpty() || !word.codePoints().allMatch(c -> c == '_' || Character.isLetterOrDigit(c))) {
                    throw new BadPatternException("Invalid character(s) in term '" + word + "'");
                }
                return message -> message.contains(word);
            }
        }
    }

    @Override
    public Optional<Match> match(String message) {
        for (Predicate<String> term : required) {
            if (!term.test(message)) {
                return Optional.empty();
            }
        }
        for (Predicate<String> term : excluded) {
            if (term.test(message)) {
                return Optional.empty();
            }
        }
        boolean all = !required.isEmpty() || !excluded.isEmpty() || optional.isEmpty();
        return all || optional.stream().anyMatch(term -> term.test(message)) ? WITHOUT_VALUES : Optional.empty();
    }
}
