@NullMarked
package io.brume.engines;

import org.jspecify.annotations.NullMarked;
