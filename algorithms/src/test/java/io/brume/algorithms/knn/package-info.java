@NullMarked
package io.brume.algorithms.knn;

import org.jspecify.annotations.NullMarked;
