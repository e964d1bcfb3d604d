package io.brume.engines.text;

import io.brume.engines.Engine;
import java.util.List;

/** Finds what a text speaks of and the opinion about each of these things. */
public interface TargetedSentimentAnalyzer extends Engine {

    List<TargetedEntity> analyze(String text, String language);

    /**
     * One thing that the text speaks of: all its mentions, in the order of the text.
     *
     * @param descriptive the index of the mention that names the thing best
     */
    record TargetedEntity(List<TargetedMention> mentions, int descriptive) {}

    /**
     * @param type what kind of thing it is
     * @param score the calibrated probability that bounds and type are right, 0 to 1
     * @param groupScore the probability that this mention belongs to its entity, 0 to 1
     * @param sentiment the opinion about the thing at this place
     */
    record TargetedMention(Span span, TargetType type, double score, double groupScore, Sentiment sentiment) {}

    /** The kinds of thing that opinions are about. */
    enum TargetType {
        PERSON,
        LOCATION,
        ORGANIZATION,
        FACILITY,
        BRAND,
        COMMERCIAL_ITEM,
        MOVIE,
        MUSIC,
        BOOK,
        SOFTWARE,
        GAME,
        PERSONAL_TITLE,
        EVENT,
        DATE,
        QUANTITY,
        ATTRIBUTE,
        OTHER
    }
}
