/** AWS Lambda: functions, and what calls them. */
@NullMarked
package io.brume.serverless.lambda;

import org.jspecify.annotations.NullMarked;
