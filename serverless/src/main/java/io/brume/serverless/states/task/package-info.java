/** What a task state calls. */
@NullMarked
package io.brume.serverless.states.task;

import org.jspecify.annotations.NullMarked;
