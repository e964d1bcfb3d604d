/** The tasks on text: one interface a task, and the records that they answer with. */
@NullMarked
package io.brume.engines.text;

import org.jspecify.annotations.NullMarked;
