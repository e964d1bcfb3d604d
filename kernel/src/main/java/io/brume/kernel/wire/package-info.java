/** AWS's wire protocols: HTTP exchanges to the SDK's request classes, and its response classes and exceptions back. */
@NullMarked
package io.brume.kernel.wire;

import org.jspecify.annotations.NullMarked;
