/** Whether the rooms keep to what the architecture says they may use. */
@NullMarked
package io.brume.conformance.architecture;

import org.jspecify.annotations.NullMarked;
