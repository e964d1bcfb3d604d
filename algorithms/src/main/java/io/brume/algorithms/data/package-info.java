/**
 * Reading training data, in batches of rows that suit vectorised code, from files, folders and streams.
 *
 * <p>A {@link io.brume.algorithms.data.Dataset} is sources and a {@link io.brume.algorithms.data.Format}; it is read through
 * {@link io.brume.algorithms.data.BatchReader} and, where rows are text, {@link io.brume.algorithms.data.LineReader}.
 * Every reader takes gzip, recognised by its first bytes, and reports what is wrong as a
 * {@link io.brume.algorithms.BadDataException} that names file, line or record, and reason.
 */
@NullMarked
package io.brume.algorithms.data;

import org.jspecify.annotations.NullMarked;
