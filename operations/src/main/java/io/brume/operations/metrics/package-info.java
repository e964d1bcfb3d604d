/** Amazon CloudWatch: metrics, alarms and dashboards. */
@NullMarked
package io.brume.operations.metrics;

import org.jspecify.annotations.NullMarked;
