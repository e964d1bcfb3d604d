/** The Amazon States Language: definitions, read and checked. */
@NullMarked
package io.brume.serverless.states.language;

import org.jspecify.annotations.NullMarked;
