/** Amazon SNS: topics and their subscriptions. */
@NullMarked
package io.brume.serverless.sns;

import org.jspecify.annotations.NullMarked;
