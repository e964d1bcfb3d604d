/**
 * Durable asynchronous work: submitted once, run once however many servers share the database, resumed or failed after a crash.
 *
 * <p>db-scheduler polls, sends heartbeats and finds servers that died; its table is the queue. The table {@code job} beside it
 * says what became of each job and is the only word on whose it is: an attempt's number fences all that the attempt writes.
 * Servers that share a database are to have clocks that agree within a few seconds; when they do not, a job may be begun twice,
 * but still only one of its ends counts.
 */
@NullMarked
package io.brume.kernel.job;

import org.jspecify.annotations.NullMarked;
