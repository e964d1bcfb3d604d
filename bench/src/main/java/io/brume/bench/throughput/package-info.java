/** How much S3 and endpoints take and give, beside a peer in the same run. */
@NullMarked
package io.brume.bench.throughput;

import org.jspecify.annotations.NullMarked;
