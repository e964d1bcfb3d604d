/** Loops over arrays of floats, in vector instructions where the JVM has them. */
@NullMarked
package io.brume.algorithms.kernel;

import org.jspecify.annotations.NullMarked;
