/** What expressions in definitions mean: JSONPath, intrinsic functions, JSONata. */
@NullMarked
package io.brume.serverless.states.expression;

import org.jspecify.annotations.NullMarked;
