@NullMarked
package io.brume.algorithms.lda;

import org.jspecify.annotations.NullMarked;
