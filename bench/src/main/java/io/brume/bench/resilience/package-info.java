/** How Brume stands requests that no client would send. */
@NullMarked
package io.brume.bench.resilience;

import org.jspecify.annotations.NullMarked;
