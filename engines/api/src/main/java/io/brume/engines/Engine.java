package io.brume.engines;

/** Something loaded that does one task. Implementations are thread-safe and keep no state between calls. */
public interface Engine {}
