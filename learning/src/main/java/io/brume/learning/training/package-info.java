/** Training jobs. */
@NullMarked
package io.brume.learning.training;

import org.jspecify.annotations.NullMarked;
