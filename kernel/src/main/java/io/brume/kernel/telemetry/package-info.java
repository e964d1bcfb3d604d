/** What services say of themselves: log lines and metrics, for whoever keeps them. */
@NullMarked
package io.brume.kernel.telemetry;

import org.jspecify.annotations.NullMarked;
