/** Amazon SQS: queues. */
@NullMarked
package io.brume.serverless.sqs;

import org.jspecify.annotations.NullMarked;
