/** Services at run time: which implementation answers which operation, and whether a request keeps AWS's constraints. */
@NullMarked
package io.brume.kernel.operation;

import org.jspecify.annotations.NullMarked;
