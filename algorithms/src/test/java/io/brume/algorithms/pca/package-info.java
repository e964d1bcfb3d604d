@NullMarked
package io.brume.algorithms.pca;

import org.jspecify.annotations.NullMarked;
