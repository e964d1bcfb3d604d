@NullMarked
package io.brume.algorithms.metric;

import org.jspecify.annotations.NullMarked;
