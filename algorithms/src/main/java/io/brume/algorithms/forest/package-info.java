/** Random forests and single decision trees. */
@NullMarked
package io.brume.algorithms.forest;

import org.jspecify.annotations.NullMarked;
