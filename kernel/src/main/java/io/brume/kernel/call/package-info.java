/** Calls of hosted services by names and plain values. */
@NullMarked
package io.brume.kernel.call;

import org.jspecify.annotations.NullMarked;
