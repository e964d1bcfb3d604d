/** Principal components, exact and randomised. */
@NullMarked
package io.brume.algorithms.pca;

import org.jspecify.annotations.NullMarked;
