/** Archives such as model.tar.gz. */
@NullMarked
package io.brume.learning.archive;

import org.jspecify.annotations.NullMarked;
