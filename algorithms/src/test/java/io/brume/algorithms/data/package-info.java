@NullMarked
package io.brume.algorithms.data;

import org.jspecify.annotations.NullMarked;
