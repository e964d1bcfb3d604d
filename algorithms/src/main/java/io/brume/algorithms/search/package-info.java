/**
 * Searches for good hyperparameters: by a Gaussian process, at random, over a grid, or by Hyperband.
 *
 * <p>A {@link io.brume.algorithms.search.Search} suggests trials and is told how they went; whoever runs the trials runs them
 * wherever and however long they take. The whole state of a search is one JSON document.
 *
 * <p>Sources: V. Perrone et al., "Amazon SageMaker Automatic Model Tuning: Scalable Gradient-Free Optimization" (KDD 2021);
 * J. Snoek, H. Larochelle, R. Adams, "Practical Bayesian Optimization of Machine Learning Algorithms" (NIPS 2012); and those
 * that each class names.
 */
@NullMarked
package io.brume.algorithms.search;

import org.jspecify.annotations.NullMarked;
