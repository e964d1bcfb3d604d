/** Finds personal data by rules, checksums and context, and names by the English entity recognizer or a Spanish name grammar. */
@NullMarked
package io.brume.engines.pii;

import org.jspecify.annotations.NullMarked;
