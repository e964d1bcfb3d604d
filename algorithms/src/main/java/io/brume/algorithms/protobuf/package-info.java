/** Writing protobuf messages by field number, for formats of which only a few messages are needed. */
@NullMarked
package io.brume.algorithms.protobuf;

import org.jspecify.annotations.NullMarked;
