@NullMarked
package io.brume.algorithms.factorization;

import org.jspecify.annotations.NullMarked;
