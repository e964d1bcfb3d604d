/** Whether every operation's requests and responses survive the way through a real SDK client and the gateway. */
@NullMarked
package io.brume.conformance.roundtrip;

import org.jspecify.annotations.NullMarked;
