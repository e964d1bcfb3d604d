/** How right the engines are on labelled text, and how far their scores can be believed. */
@NullMarked
package io.brume.bench.quality;

import org.jspecify.annotations.NullMarked;
