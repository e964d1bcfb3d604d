package io.brume.engines.text;

import io.brume.engines.Engine;
import java.util.List;

/** Finds named entities in text. */
public interface EntityRecognizer extends Engine {

    /** The mentions in the order of the text; none overlaps another. */
    List<EntityMention> recognize(String text, String language);

    /** @param score the calibrated probability that bounds and type are right, 0 to 1 */
    record EntityMention(Span span, EntityType type, double score) {}

    /** The kinds of entity. */
    enum EntityType {
        PERSON,
        LOCATION,
        ORGANIZATION,
        COMMERCIAL_ITEM,
        EVENT,
        DATE,
        QUANTITY,
        TITLE,
        OTHER
    }
}
