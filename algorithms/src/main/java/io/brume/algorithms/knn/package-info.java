/** The nearest neighbours of a row, and what they say together. */
@NullMarked
package io.brume.algorithms.knn;

import org.jspecify.annotations.NullMarked;
