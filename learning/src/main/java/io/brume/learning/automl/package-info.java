/** Automatic machine learning: from a table in S3 to a leaderboard of models that can be deployed. */
@NullMarked
package io.brume.learning.automl;

import org.jspecify.annotations.NullMarked;
