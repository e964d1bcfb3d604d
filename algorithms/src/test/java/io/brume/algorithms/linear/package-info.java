@NullMarked
package io.brume.algorithms.linear;

import org.jspecify.annotations.NullMarked;
