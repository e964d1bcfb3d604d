/** State as AWS's APIs show it: collections of the SDK's own shapes, with tags, pages and idempotency tokens. */
@NullMarked
package io.brume.kernel.resource;

import org.jspecify.annotations.NullMarked;
