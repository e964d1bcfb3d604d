/**
 * What reads text, hears speech, sees images: engines behind small interfaces, and the registry that loads them.
 *
 * <p>Nothing here knows of AWS. An engine's module declares {@link io.brume.engines.EngineFactory} services; a caller asks
 * {@link io.brume.engines.Engines} for a task and a language.
 */
@NullMarked
package io.brume.engines;

import org.jspecify.annotations.NullMarked;
