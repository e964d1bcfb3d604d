@NullMarked
package io.brume.algorithms.blazingtext;

import org.jspecify.annotations.NullMarked;
