/** What requests to the built-in algorithms and their answers look like. */
@NullMarked
package io.brume.learning.payload;

import org.jspecify.annotations.NullMarked;
