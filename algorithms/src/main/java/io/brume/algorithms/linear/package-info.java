/** SageMaker's linear learner: linear regression and classification. */
@NullMarked
package io.brume.algorithms.linear;

import org.jspecify.annotations.NullMarked;
