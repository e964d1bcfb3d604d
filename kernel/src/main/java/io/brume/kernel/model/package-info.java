/**
 * What Brume knows of AWS's services without loading one of their classes: operations, bindings, errors and constraints, one
 * index file a service, built at build time by {@link io.brume.kernel.model.build.IndexBuilder}.
 */
@NullMarked
package io.brume.kernel.model;

import org.jspecify.annotations.NullMarked;
