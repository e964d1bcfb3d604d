@NullMarked
package io.brume.algorithms.ipinsights;

import org.jspecify.annotations.NullMarked;
