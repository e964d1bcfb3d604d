/** Random cut forest: how much of an anomaly a row is, given a sample of others. */
@NullMarked
package io.brume.algorithms.randomcutforest;

import org.jspecify.annotations.NullMarked;
