/** Programs that end with the server that started them. */
@NullMarked
package io.brume.kernel.process;

import org.jspecify.annotations.NullMarked;
