@NullMarked
package io.brume.bench.quality;

import org.jspecify.annotations.NullMarked;
