/** Runs executions. */
@NullMarked
package io.brume.serverless.states.run;

import org.jspecify.annotations.NullMarked;
