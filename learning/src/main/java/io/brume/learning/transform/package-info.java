/** Batch transform jobs. */
@NullMarked
package io.brume.learning.transform;

import org.jspecify.annotations.NullMarked;
