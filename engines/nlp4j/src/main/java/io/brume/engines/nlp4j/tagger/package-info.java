/** NLP4J's part-of-speech and entity taggers, run from hashed tables instead of Java's serialized object graphs. */
@NullMarked
package io.brume.engines.nlp4j.tagger;

import org.jspecify.annotations.NullMarked;
