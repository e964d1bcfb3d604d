/** Amazon SageMaker: the classes that implement its clients, each a table of contents. */
@NullMarked
package io.brume.learning;

import org.jspecify.annotations.NullMarked;
