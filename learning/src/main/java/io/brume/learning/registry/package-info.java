/** What is kept of experiments and models: experiments, trials, their components, and model packages. */
@NullMarked
package io.brume.learning.registry;

import org.jspecify.annotations.NullMarked;
