/** The language of CloudWatch Logs' filter patterns. */
@NullMarked
package io.brume.operations.logs.pattern;

import org.jspecify.annotations.NullMarked;
