/** Models that answer: built-in ones in this process, containers, pipelines and many models behind one door. */
@NullMarked
package io.brume.learning.serving;

import org.jspecify.annotations.NullMarked;
