package io.brume.operations.metrics.math;

import java.util.stream.LongStream;

/**
 * The moments at which a time series may have values.
 *
 * @param start the first, in epoch milliseconds
 * @param end a moment after the last
 * @param period in seconds
 */
public record Grid(long start, long end, int period) {

    private static final long MOST = 500_000;

    LongStream moments() {
        if ((end - start) / (period * 1000L) > MOST) {
            throw new MathException("the time range has too many periods");
        }
        return LongStream.iterate(start, moment -> moment < end, moment -> moment + period * 1000L);
    }
}
