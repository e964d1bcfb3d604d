@NullMarked
package io.brume.algorithms.tree;

import org.jspecify.annotations.NullMarked;
