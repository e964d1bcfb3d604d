/** The checksums that AWS's clients send with what they upload. */
@NullMarked
package io.brume.kernel.checksum;

import org.jspecify.annotations.NullMarked;
