/** Tables as people have them, with names, texts and gaps, and models that take them as they are. */
@NullMarked
package io.brume.learning.tabular;

import org.jspecify.annotations.NullMarked;
