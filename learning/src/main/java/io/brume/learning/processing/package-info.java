/** Processing jobs. */
@NullMarked
package io.brume.learning.processing;

import org.jspecify.annotations.NullMarked;
