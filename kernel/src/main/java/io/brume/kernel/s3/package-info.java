/**
 * What S3 does at HTTP's level rather than in operations: where the bucket and the key stand, cross-origin rules, uploads by
 * browser forms, and requests that nobody signed.
 */
@NullMarked
package io.brume.kernel.s3;

import org.jspecify.annotations.NullMarked;
