/** SageMaker's built-in algorithms by the images that mean them, and the content types that they read. */
@NullMarked
package io.brume.learning.builtin;

import org.jspecify.annotations.NullMarked;
