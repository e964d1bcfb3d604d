/** Step Functions: state machines and their executions. */
@NullMarked
package io.brume.serverless.states;

import org.jspecify.annotations.NullMarked;
