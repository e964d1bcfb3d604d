@NullMarked
package io.brume.algorithms.model;

import org.jspecify.annotations.NullMarked;
