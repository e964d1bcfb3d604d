/** How requests come in: over sockets by Jetty, or inside the JVM from the SDK's own clients. */
@NullMarked
package io.brume.kernel.http;

import org.jspecify.annotations.NullMarked;
