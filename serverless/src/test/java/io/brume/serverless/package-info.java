/** What the tests of this module share. */
@NullMarked
package io.brume.serverless;

import org.jspecify.annotations.NullMarked;
