package io.brume.learning.payload;

/**
 * One of the things that a model says of a row.
 *
 * @param value a Float, an Integer, a float[], a String or a String[]
 */
record Member(String name, Object value) {}
