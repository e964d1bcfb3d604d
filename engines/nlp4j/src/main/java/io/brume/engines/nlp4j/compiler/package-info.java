/** Build-time only: turns NLP4J's serialized models and lexica into the tables that the engine ships. */
@NullMarked
package io.brume.engines.nlp4j.compiler;

import org.jspecify.annotations.NullMarked;
