/** Patterns that events and messages are held to, on the rules engine that AWS published. */
@NullMarked
package io.brume.serverless.pattern;

import org.jspecify.annotations.NullMarked;
