package io.brume.engines.lexicon;

/**
 * A word, sign or expression with a valence, as it stands in its text.
 *
 * @param first its first token
 * @param end one past its last token
 * @param clause the index of its clause
 * @param base its valence by itself
 * @param value its valence there: negated, boosted, weakened
 */
record Opinion(int first, int end, int clause, double base, double value) {}
