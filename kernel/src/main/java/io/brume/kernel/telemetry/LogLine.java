package io.brume.kernel.telemetry;

import java.time.Instant;

/** One line of a log; it may contain line breaks, such as those of a stack trace. */
public record LogLine(Instant at, String message) {}
