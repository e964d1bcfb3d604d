package io.brume.algorithms.search;

/** What to do with a trial that has reported a measurement. */
public enum Advice {
    CONTINUE,
    /** Others have done better with as much resource: end it. */
    STOP,
    /** It has used all the resource that a trial gets: end it; its value is final. */
    FINISH
}
