package io.brume.serverless.pattern;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.regex.Matcher;
import software.amazon.event.ruler.JsonRuleCompiler;
import software.amazon.event.ruler.Machine;
import software.amazon.event.ruler.MachineComplexityEvaluator;

/** One pattern, compiled. Thread-safe. */
public final class Pattern {

    private static final String NAME = "pattern";

    /** The most states that an event can be in at once while it is matched: what many wildcards in one pattern multiply. */
    private static final int MOST_STATES = 100;

    private static final java.util.regex.Pattern SOURCE =
            java.util.regex.Pattern.compile("\\[Source: REDACTED \\([^)]*\\)");
    private static final int LONGEST_SOURCE = 500;

    private final Machine machine;

    private Pattern(Machine machine) {
        this.machine = machine;
    }

    /** A pattern that means nothing; the message says why. */
    public static final class InvalidPattern extends Exception {

        private static final long serialVersionUID = 1L;

        InvalidPattern(String reason) {
            super(reason, null, false, false);
        }

        /** Why, in the words that AWS's services use. */
        public String reason() {
            return String.valueOf(getMessage());
        }
    }

    /** Compiles a pattern; one that would be costly to match counts as invalid. */
    public static Pattern compile(String json) throws InvalidPattern {
        String flaw = JsonRuleCompiler.check(json);
        if (flaw != null) {
            throw new InvalidPattern(worded(flaw, json));
        }
        try {
            Machine machine = Machine.builder().build();
            machine.addRule(NAME, json);
            if (machine.evaluateComplexity(new MachineComplexityEvaluator(MOST_STATES + 1)) > MOST_STATES) {
                throw new InvalidPattern("Rule is too complex - try using fewer wildcard characters or fewer repeating"
                        + " character sequences after a wildcard character");
            }
            return new Pattern(machine);
        } catch (IOException | RuntimeException e) {
            throw new InvalidPattern(worded(String.valueOf(e.getMessage()), json));
        }
    }

    /** AWS's services name the pattern as the source of a flaw; newer JSON parsers do not. */
    private static String worded(String flaw, String json) {
        String source = json.length() > LONGEST_SOURCE ? json.substring(0, LONGEST_SOURCE) : json;
        return SOURCE.matcher(flaw).replaceAll(Matcher.quoteReplacement("[Source: (String)\"" + source + "\""));
    }

    /** @param event an object */
    public boolean matches(JsonNode event) {
        return !machine.rulesForJSONEvent(event).isEmpty();
    }
}
