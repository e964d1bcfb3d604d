/** Amazon CloudWatch Logs. */
@NullMarked
package io.brume.operations.logs;

import org.jspecify.annotations.NullMarked;
