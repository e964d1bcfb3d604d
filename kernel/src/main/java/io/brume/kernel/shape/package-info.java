/** What all of the SDK's shapes have in common: members by name, copies, JSON. */
@NullMarked
package io.brume.kernel.shape;

import org.jspecify.annotations.NullMarked;
