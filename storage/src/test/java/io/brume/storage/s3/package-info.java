@NullMarked
package io.brume.storage.s3;

import org.jspecify.annotations.NullMarked;
