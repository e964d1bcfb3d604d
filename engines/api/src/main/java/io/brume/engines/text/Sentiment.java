package io.brume.engines.text;

/** How probable each opinion is; the four add up to 1. */
public record Sentiment(double positive, double negative, double neutral, double mixed) {

    /** The kinds of opinion. {@link #MIXED} is a text that is both clearly positive and clearly negative. */
    public enum Label {
        POSITIVE,
        NEGATIVE,
        NEUTRAL,
        MIXED
    }

    public double of(Label label) {
        return switch (label) {
            case POSITIVE -> positive;
            case NEGATIVE -> negative;
            case NEUTRAL -> neutral;
            case MIXED -> mixed;
        };
    }

    /** The most probable opinion. */
    public Label label() {
        Label best = Label.NEUTRAL;
        for (Label label : Label.values()) {
            if (of(label) > of(best)) {
                best = label;
            }
        }
        return best;
    }
}
