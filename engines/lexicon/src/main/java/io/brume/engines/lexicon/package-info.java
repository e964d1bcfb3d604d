/** Opinions in English text, by a lexicon, rules and a small trained model on top of them. */
@NullMarked
package io.brume.engines.lexicon;

import org.jspecify.annotations.NullMarked;
