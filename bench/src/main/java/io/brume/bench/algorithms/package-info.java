/** How fast the algorithms and their readers are. */
@NullMarked
package io.brume.bench.algorithms;

import org.jspecify.annotations.NullMarked;
