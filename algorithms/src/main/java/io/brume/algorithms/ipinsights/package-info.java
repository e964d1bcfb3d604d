/** IP insights: how well an entity, such as an account, and an IPv4 address go together. */
@NullMarked
package io.brume.algorithms.ipinsights;

import org.jspecify.annotations.NullMarked;
