/** What services tell each other: messages that are kept until they have been delivered. */
@NullMarked
package io.brume.kernel.event;

import org.jspecify.annotations.NullMarked;
