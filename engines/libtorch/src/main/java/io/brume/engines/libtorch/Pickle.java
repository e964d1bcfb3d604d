package io.brume.engines.libtorch;

/**
 * Python's pickles, as PyTorch writes them (protocol 2). The opcodes are those of CPython's {@code pickletools}.
 */
final class Pickle {

    /** The first byte of each: the opcode PROTO. */
    static final int FIRST = 0x80;

    /** Tuples, lists, dictionaries and objects: what these build cannot be deeper than there are of them, and so many fit into the stack. */
    private static final int MOST = 100_000;

    private Pickle() {}

    /** Whether it builds nothing so deep that libtorch could run out of stack. What is no pickle is left for libtorch to refuse. */
    static boolean isShallow(byte[] pickle) {
        int built = 0;
        for (long at = 0; at < pickle.length; ) {
            int opcode = pickle[(int) at] & 0xff;
            switch (opcode) {
                // TUPLE, TUPLE1 to TUPLE3, APPEND, APPENDS, SETITEM, SETITEMS, BUILD, REDUCE, NEWOBJ, BINPERSID
                case 't', 0x85, 0x86, 0x87, 'a', 'e', 's', 'u', 'b', 'R', 0x81, 'Q' -> built++;
                case '.' -> at = pickle.length; // STOP
                default -> {}
            }
            if (built > MOST) {
                return false;
            }
            at += 1 + argument(pickle, (int) Math.min(at + 1, pickle.length), opcode);
        }
        return true;
    }

    /** How many bytes of argument follow an opcode. */
    private static long argument(byte[] pickle, int at, int opcode) {
        return switch (opcode) {
            case FIRST, 'K', 'q', 'h' -> 1; // PROTO, BININT1, BINPUT, BINGET
            case 'M' -> 2; // BININT2
            case 'J', 'r', 'j' -> 4; // BININT, LONG_BINPUT, LONG_BINGET
            case 'G' -> 8; // BINFLOAT
            case 'U', 0x8a -> 1 + number(pickle, at, 1); // SHORT_BINSTRING, LONG1
            case 'X', 'T' -> 4 + number(pickle, at, 4); // BINUNICODE, BINSTRING
            case 'c' -> line(pickle, line(pickle, at)) - at; // GLOBAL: two lines
            default -> 0;
        };
    }

    /** Unsigned, the lowest byte first; what lies behind the end counts as 0. */
    private static long number(byte[] pickle, int at, int bytes) {
        long number = 0;
        for (int i = Math.min(bytes, pickle.length - at) - 1; i >= 0; i--) {
            number = number << 8 | (pickle[at + i] & 0xff);
        }
        return number;
    }

    /** Where the next line begins. */
    private static int line(byte[] pickle, int at) {
        int end = at;
        while (end < pickle.length && pickle[end] != '\n') {
            end++;
        }
        return Math.min(end + 1, pickle.length);
    }
}
