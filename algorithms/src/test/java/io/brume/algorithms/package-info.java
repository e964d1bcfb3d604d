@NullMarked
package io.brume.algorithms;

import org.jspecify.annotations.NullMarked;
