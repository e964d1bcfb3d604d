/** Hyperparameter tuning jobs. */
@NullMarked
package io.brume.learning.tuning;

import org.jspecify.annotations.NullMarked;
