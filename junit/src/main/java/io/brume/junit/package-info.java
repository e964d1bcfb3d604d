/** Brume in JUnit tests: the AWS SDK's clients as parameters, answered in this JVM. */
@NullMarked
package io.brume.junit;

import org.jspecify.annotations.NullMarked;
