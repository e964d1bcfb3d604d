/** Models, endpoint configurations, endpoints and their invocations. */
@NullMarked
package io.brume.learning.hosting;

import org.jspecify.annotations.NullMarked;
