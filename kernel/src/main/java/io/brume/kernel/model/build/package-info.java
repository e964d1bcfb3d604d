/** The build-time tool that makes index files from the SDK's byte code and AWS's C2J models. */
@NullMarked
package io.brume.kernel.model.build;

import org.jspecify.annotations.NullMarked;
