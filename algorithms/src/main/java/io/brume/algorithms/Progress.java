package io.brume.algorithms;

import java.time.Duration;
import java.util.Optional;

/**
 * How far training is.
 *
 * @param fraction from 0 to 1
 * @param elapsed since training began
 * @param left what is left at the same pace; empty while nothing can be said
 */
public record Progress(double fraction, Duration elapsed, Optional<Duration> left) {}
