@NullMarked
package io.brume.serverless.lambda;

import org.jspecify.annotations.NullMarked;
