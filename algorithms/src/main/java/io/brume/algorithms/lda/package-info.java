/** Latent Dirichlet allocation: what topics a corpus is about, and how much of each a document has. */
@NullMarked
package io.brume.algorithms.lda;

import org.jspecify.annotations.NullMarked;
