@NullMarked
package io.brume.engines.opennlp;

import org.jspecify.annotations.NullMarked;
