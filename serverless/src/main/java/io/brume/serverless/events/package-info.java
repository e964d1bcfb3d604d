/** Amazon EventBridge: buses, rules and targets. */
@NullMarked
package io.brume.serverless.events;

import org.jspecify.annotations.NullMarked;
