/** Models of numbers that others have made: what loads them, and what they compute. */
@NullMarked
package io.brume.engines.tensor;

import org.jspecify.annotations.NullMarked;
