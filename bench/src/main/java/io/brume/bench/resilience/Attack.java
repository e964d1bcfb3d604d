package io.brume.bench.resilience;

/** A malformed request. */
record Attack(Kind kind, byte[] bytes) {}
