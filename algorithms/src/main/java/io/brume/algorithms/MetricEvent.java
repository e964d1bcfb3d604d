package io.brume.algorithms;

/**
 * A metric's value at one moment of training.
 *
 * @param name such as {@code train:loss}
 * @param step the epoch, round or iteration, counted from 0
 */
public record MetricEvent(String name, double value, long step) {}
