/** Application Auto Scaling: targets whose capacity policies change by what CloudWatch knows. */
@NullMarked
package io.brume.operations.scaling;

import org.jspecify.annotations.NullMarked;
