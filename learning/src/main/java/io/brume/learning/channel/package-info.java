/** Channels: data in S3, brought to where a container reads it. */
@NullMarked
package io.brume.learning.channel;

import org.jspecify.annotations.NullMarked;
