@NullMarked
package io.brume.algorithms.search;

import org.jspecify.annotations.NullMarked;
