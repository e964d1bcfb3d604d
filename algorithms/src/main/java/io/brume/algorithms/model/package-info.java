/** Saved models: an open folder format, and ONNX. */
@NullMarked
package io.brume.algorithms.model;

import org.jspecify.annotations.NullMarked;
