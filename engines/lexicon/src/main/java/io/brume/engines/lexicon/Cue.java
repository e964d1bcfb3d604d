package io.brume.engines.lexicon;

/** What a word does to the reading of opinions, other than being one; {@code cues.txt} lists the words. */
enum Cue {
    /** Turns what follows round: not, never, hardly, far from. */
    NEGATOR,
    BOOSTER,
    DAMPENER,
    /** Sets a clause against the one before. */
    CONTRAST,
    /** Begins a clause that is granted, while another carries the verdict. */
    CONCESSION,
    /** Tells of what is not (yet) so: if, would, expected to. */
    IRREALIS,
    /** Opens a question. */
    OPENER,
    FORMAL,
    /** What a contract's clauses are built with: shall, means, is payable. */
    DEED,
    TECHNICAL,
    SCHEDULE,
    FACT,
    IMPERATIVE,
    FIRST,
    SECOND,
    /** Complaint's insistence: again, still, nobody. */
    INSIST,
    PRAISE_TURN,
    /** Says that praise is not meant. */
    SARCASM
}
