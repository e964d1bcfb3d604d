/** Durable asynchronous work: submitted once, run once however many servers share the database, resumed or failed after a crash. */
@NullMarked
package io.brume.kernel.job;

import org.jspecify.annotations.NullMarked;
