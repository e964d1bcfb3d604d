/** The container contract: work folders laid out as /opt/ml, and what runs programs in them. */
@NullMarked
package io.brume.learning.container;

import org.jspecify.annotations.NullMarked;
