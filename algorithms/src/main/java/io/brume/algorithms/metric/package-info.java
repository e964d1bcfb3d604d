/** Measures of how good predictions are; one implementation of each, used by every algorithm. */
@NullMarked
package io.brume.algorithms.metric;

import org.jspecify.annotations.NullMarked;
