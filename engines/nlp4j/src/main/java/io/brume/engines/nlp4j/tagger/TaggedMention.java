package io.brume.engines.nlp4j.tagger;

/**
 * An entity as the model sees it.
 *
 * @param begin its first word
 * @param end one past its last word
 * @param type one of OntoNotes' types, such as {@code GPE}
 * @param margin by how much its labels beat the next best ones, at the word where that is closest; negative where the model alone would
 *     have chosen otherwise
 */
public record TaggedMention(int begin, int end, String type, float margin) {}
