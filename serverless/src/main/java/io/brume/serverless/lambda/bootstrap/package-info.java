/**
 * Runs a function's handler on Java: asks the Runtime API for events, and hands it the answers. These classes run in the function's own
 * JVM, copied there, and use nothing but the JDK.
 */
@NullMarked
package io.brume.serverless.lambda.bootstrap;

import org.jspecify.annotations.NullMarked;
