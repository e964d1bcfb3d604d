/** Decision trees as they are scored: many of them in one flat array, whoever trained them. */
@NullMarked
package io.brume.algorithms.tree;

import org.jspecify.annotations.NullMarked;
