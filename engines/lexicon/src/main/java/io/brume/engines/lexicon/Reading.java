package io.brume.engines.lexicon;

import java.util.EnumSet;
import java.util.List;

/**
 * A text as the rules see it.
 *
 * @param cues what each token does, by token; empty sets for those inside an expression of {@code phrases.txt}
 */
record Reading(String text, List<Token> tokens, List<Clause> clauses, List<Opinion> opinions, List<EnumSet<Cue>> cues) {

    boolean has(int token, Cue cue) {
        return cues.get(token).contains(cue);
    }

    int count(Cue cue) {
        int n = 0;
        for (EnumSet<Cue> set : cues) {
            if (set.contains(cue)) {
                n++;
            }
        }
        return n;
    }

    int sentences() {
        return clauses.isEmpty() ? 0 : clauses.getLast().sentence() + 1;
    }
}
