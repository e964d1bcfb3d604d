@NullMarked
package io.brume.algorithms.xgboost;

import org.jspecify.annotations.NullMarked;
