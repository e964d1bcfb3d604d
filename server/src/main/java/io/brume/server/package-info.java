/** The {@code brume} command: reads the configuration, starts the server, and says how it is. */
@NullMarked
package io.brume.server;

import org.jspecify.annotations.NullMarked;
