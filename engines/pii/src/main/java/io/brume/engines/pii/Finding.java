package io.brume.engines.pii;

import io.brume.engines.text.PiiRecognizer.PiiType;
import io.brume.engines.text.Span;

/**
 * A candidate.
 *
 * @param rule what found it; its share of right findings on labelled text is its probability
 * @param strength decides where findings overlap: 3 a checksum, 2 words around it, 1 its form alone
 */
record Finding(Span span, PiiType type, String rule, int strength) {}
