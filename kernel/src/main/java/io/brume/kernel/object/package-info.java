/** Bytes that are too large for the database: streamed to files, or to another object store. */
@NullMarked
package io.brume.kernel.object;

import org.jspecify.annotations.NullMarked;
