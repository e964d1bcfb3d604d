/** Whether what was acknowledged survives {@code kill -9}. */
@NullMarked
package io.brume.bench.crash;

import org.jspecify.annotations.NullMarked;
