/** How much S3 takes and gives, beside a peer in the same run. */
@NullMarked
package io.brume.bench.throughput;

import org.jspecify.annotations.NullMarked;
