/** Amazon Comprehend on local engines. */
@NullMarked
package io.brume.language.comprehend;

import org.jspecify.annotations.NullMarked;
