/** k-means clustering: web-scale training with a final local search. */
@NullMarked
package io.brume.algorithms.kmeans;

import org.jspecify.annotations.NullMarked;
