@NullMarked
package io.brume.algorithms.kmeans;

import org.jspecify.annotations.NullMarked;
