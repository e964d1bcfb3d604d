/** What tests of several rooms need: a PostgreSQL of this machine, started for the run, and a clock that they move. Never in the product. */
@NullMarked
package io.brume.testing;

import org.jspecify.annotations.NullMarked;
