/** Language, parts of speech and noun phrases by Apache OpenNLP's models and rules around them. */
@NullMarked
package io.brume.engines.opennlp;

import org.jspecify.annotations.NullMarked;
