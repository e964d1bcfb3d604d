/** Runs functions: each in processes of its own that speak the public Lambda Runtime API. Knows nothing of AWS's control plane. */
@NullMarked
package io.brume.serverless.lambda.runtime;

import org.jspecify.annotations.NullMarked;
