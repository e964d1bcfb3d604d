package io.brume.operations.logs;

import java.math.BigInteger;
import java.util.Optional;

/**
 * A place among a group's or a stream's events, which are ordered by when they happened and then by when they came.
 *
 * @param happened epoch milliseconds
 * @param id the event's number
 */
record Position(long happened, long id) implements Comparable<Position> {

    static final Position LAST = new Position(Long.MAX_VALUE, Long.MAX_VALUE);

    private static final int DIGITS = 56;
    private static final BigInteger IDS = BigInteger.TEN.pow(20);
    private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);

    /** The same event's number that AWS would give: 56 digits. */
    String digits() {
        return digits(happened, id);
    }

    static String digits(long high, long low) {
        String digits = BigInteger.valueOf(high)
                .multiply(IDS)
                .add(BigInteger.valueOf(low))
                .toString();
        return "0".repeat(DIGITS - digits.length()) + digits;
    }

    static Optional<Position> ofDigits(String digits) {
        if (digits.length() != DIGITS || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        BigInteger[] parts = new BigInteger(digits).divideAndRemainder(IDS);
        return parts[0].compareTo(MOST) > 0 || parts[1].compareTo(MOST) > 0
                ? Optional.empty()
                : Optional.of(new Position(parts[0].longValue(), parts[1].longValue()));
    }

    /** The place before all events of that moment. */
    static Position before(long moment) {
        return new Position(moment, 0);
    }

    /** The place after all events of that moment. */
    static Position after(long moment) {
        return moment == Long.MAX_VALUE ? LAST : before(moment + 1);
    }

    static Position max(Position one, Position other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    static Position min(Position one, Position other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    @Override
    public int compareTo(Position other) {
        return happened == other.happened ? Long.compare(id, other.id) : Long.compare(happened, other.happened);
    }

    /** The place right after this one. */
    Position next() {
        return new Position(happened, id + 1);
    }

    /** The place right before this one. */
    Position previous() {
        return new Position(happened, id - 1);
    }
}
