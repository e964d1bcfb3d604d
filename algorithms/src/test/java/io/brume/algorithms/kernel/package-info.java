@NullMarked
package io.brume.algorithms.kernel;

import org.jspecify.annotations.NullMarked;
