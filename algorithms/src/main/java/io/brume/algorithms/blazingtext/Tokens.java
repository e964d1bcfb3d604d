package io.brume.algorithms.blazingtext;

import java.nio.charset.StandardCharsets;

/** Splits bytes of a line into words at white space. */
final class Tokens {
    private byte[] bytes = {};
    private int position;
    private int limit;
    private byte[] word = {};
    private int from;
    private int to;
    private int hash;

    Tokens over(byte[] line, int begin, int end) {
        bytes = line;
        position = begin;
        limit = end;
        return this;
    }

    Tokens over(String line) {
        byte[] utf8 = line.getBytes(StandardCharsets.UTF_8);
        return over(utf8, 0, utf8.length);
    }

    /** Moves to the next word; false after the last. */
    boolean next() {
        while (position < limit && space(bytes[position])) {
            position++;
        }
        if (position >= limit) {
            return false;
        }
        int begin = position;
        int h = (int) 2166136261L;
        int signs = 0;
        while (position < limit) {
            byte b = bytes[position];
            if (b <= ' ' && space(b)) {
                break;
            }
            h = (h ^ b) * 16777619;
            signs |= b;
            position++;
        }
        word = bytes;
        from = begin;
        to = position;
        hash = h;
        if (signs < 0) {
            replaceMalformed();
        }
        return true;
    }

    /** What is no UTF-8 becomes U+FFFD, so that a word is the same as text and as bytes. */
    private void replaceMalformed() {
        String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
        if (text.indexOf('\uFFFD') >= 0) {
            word = text.getBytes(StandardCharsets.UTF_8);
            from = 0;
            to = word.length;
            hash = WordTable.hash(word, 0, to);
        }
    }

    private static boolean space(byte b) {
        return b == ' ' || b >= '\t' && b <= '\r' || b == 0;
    }

    byte[] bytes() {
        return word;
    }

    int from() {
        return from;
    }

    int to() {
        return to;
    }

    int hash() {
        return hash;
    }

    boolean startsWith(byte[] prefix) {
        if (to - from < prefix.length) {
            return false;
        }
        for (int i = 0; i < prefix.length; i++) {
            if (word[from + i] != prefix[i]) {
                return false;
            }
        }
        return true;
    }

    String text() {
        return new String(word, from, to - from, StandardCharsets.UTF_8);
    }
}
