/** The way of a request: recognised, verified, read, checked, handed to its service, answered, counted. */
@NullMarked
package io.brume.kernel.gateway;

import org.jspecify.annotations.NullMarked;
