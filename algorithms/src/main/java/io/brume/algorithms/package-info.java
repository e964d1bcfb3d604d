/**
 * Machine-learning algorithms that train on files, streams or arrays and know nothing of where these come from.
 *
 * <p>An {@link io.brume.algorithms.Algorithm} takes {@link io.brume.algorithms.TrainingData} and a record of
 * hyperparameters and gives a {@link io.brume.algorithms.Trained} model, which saves itself to a folder that
 * {@link io.brume.algorithms.Algorithm#load} reads back as a {@link io.brume.algorithms.Predictor}.
 */
@NullMarked
package io.brume.algorithms;

import org.jspecify.annotations.NullMarked;
