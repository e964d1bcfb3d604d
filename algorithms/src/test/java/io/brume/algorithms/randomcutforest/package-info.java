@NullMarked
package io.brume.algorithms.randomcutforest;

import org.jspecify.annotations.NullMarked;
