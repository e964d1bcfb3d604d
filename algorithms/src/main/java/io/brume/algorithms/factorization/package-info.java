/** SageMaker's factorization machines: regression and classification of sparse rows by pairs of features. */
@NullMarked
package io.brume.algorithms.factorization;

import org.jspecify.annotations.NullMarked;
