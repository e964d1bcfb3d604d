/** CloudWatch's metric math: expressions over time series. */
@NullMarked
package io.brume.operations.metrics.math;

import org.jspecify.annotations.NullMarked;
