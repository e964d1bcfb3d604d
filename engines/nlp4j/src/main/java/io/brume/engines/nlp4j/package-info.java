/** Finds English named entities with NLP4J's models, compiled at build time into small tables, and with rules around them. */
@NullMarked
package io.brume.engines.nlp4j;

import org.jspecify.annotations.NullMarked;
