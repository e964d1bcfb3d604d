/** Gradient-boosted trees by XGBoost itself, as SageMaker's built-in algorithm has them. */
@NullMarked
package io.brume.algorithms.xgboost;

import org.jspecify.annotations.NullMarked;
