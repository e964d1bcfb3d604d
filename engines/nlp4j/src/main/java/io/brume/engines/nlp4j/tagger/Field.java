package io.brume.engines.nlp4j.tagger;

/** What of a word a feature can speak of. The first group has one value a word, the second a set. */
public enum Field {
    SIMPLIFIED,
    LOWERCASE,
    SHAPE,
    PART_OF_SPEECH,
    ENTITY_TAG,
    LEMMA,
    PREFIX_2,
    PREFIX_3,
    SUFFIX_1,
    SUFFIX_2,
    SUFFIX_3,
    SUFFIX_4,
    AMBIGUITY,

    AMBIGUITY_SET,
    ORTHOGRAPHIC_SET,
    POSITION_SET,
    CLUSTER_SET,
    GAZETTEER_SET;

    public boolean isSet() {
        return ordinal() >= AMBIGUITY_SET.ordinal();
    }
}
