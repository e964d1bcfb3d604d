/** What all of SageMaker is built on: state, jobs, S3, errors, tags. */
@NullMarked
package io.brume.learning.platform;

import org.jspecify.annotations.NullMarked;
