package io.brume.engines.lexicon;

/**
 * A stretch of tokens that says one thing.
 *
 * @param first its first token
 * @param end one past its last token
 * @param sentence the number of its sentence
 * @param contrast whether it is set against what came before: it begins with "but" and the like
 * @param concession whether it grants something: it begins with "although" and the like
 * @param question whether its sentence ends with a question mark
 */
record Clause(int first, int end, int sentence, boolean contrast, boolean concession, boolean question) {

    boolean holds(int token) {
        return first <= token && token < end;
    }
}
