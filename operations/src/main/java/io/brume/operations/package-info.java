/** Identity and access, logs and metrics: the services that look after the others. */
@NullMarked
package io.brume.operations;

import org.jspecify.annotations.NullMarked;
