package io.brume.engines.opennlp;

import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.util.BitSet;

/**
 * Tells traditional from simplified Chinese. A character that the mainland's GB 2312 has and Taiwan's Big5 has not is simplified, and the other
 * way round.
 */
final class ChineseScript {

    private static final int FIRST = 0x4E00;
    private static final int LAST = 0x9FFF;

    /** How much likelier one telling character makes its script. */
    private static final double ODDS = 20;

    /** How much likelier simplified is when nothing tells. */
    private static final double PRIOR_ODDS = 2;

    private final BitSet simplified = new BitSet();
    private final BitSet traditional = new BitSet();

    ChineseScript() {
        CharsetEncoder mainland = Charset.forName("GB2312").newEncoder();
        CharsetEncoder taiwan = Charset.forName("Big5").newEncoder();
        for (int c = FIRST; c <= LAST; c++) {
            boolean inMainland = mainland.canEncode((char) c);
            boolean inTaiwan = taiwan.canEncode((char) c);
            simplified.set(c, inMainland && !inTaiwan);
            traditional.set(c, inTaiwan && !inMainland);
        }
    }

    /** The probability that a Chinese text is simplified. */
    double simplified(CharSequence text) {
        long tellsSimplified = text.chars().filter(simplified::get).count();
        long tellsTraditional = text.chars().filter(traditional::get).count();
        double odds = PRIOR_ODDS * Math.pow(ODDS, (double) Math.clamp(tellsSimplified - tellsTraditional, -50L, 50L));
        return odds / (1 + odds);
    }
}
