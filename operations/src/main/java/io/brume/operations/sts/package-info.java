/** AWS Security Token Service: who asks, and temporary credentials. */
@NullMarked
package io.brume.operations.sts;

import org.jspecify.annotations.NullMarked;
