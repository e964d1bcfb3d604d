package io.brume.engines.nlp4j.tagger;

import java.util.List;

/**
 * What the models say of a sentence.
 *
 * @param partsOfSpeech Penn Treebank tags, one a word
 */
public record TaggedSentence(List<String> partsOfSpeech, List<TaggedMention> mentions) {}
