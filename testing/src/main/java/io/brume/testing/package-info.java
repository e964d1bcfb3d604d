/** What tests of several rooms need: a PostgreSQL of this machine, started for the run, a clock that they move, and models of
 * others, written by hand. Never in the product. */
@NullMarked
package io.brume.testing;

import org.jspecify.annotations.NullMarked;
