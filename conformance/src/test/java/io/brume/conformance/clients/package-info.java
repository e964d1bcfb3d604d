/** Clients that others wrote, against the running product: each calls all of Comprehend's operations and reads the answers. */
@NullMarked
package io.brume.conformance.clients;

import org.jspecify.annotations.NullMarked;
