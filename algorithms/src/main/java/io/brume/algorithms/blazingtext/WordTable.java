package io.brume.algorithms.blazingtext;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Words and how often they occur, numbered from 0 as they come; they are kept as UTF-8 in one array and found by hash. */
final class WordTable {
    private byte[] bytes = new byte[1 << 16];
    private int[] ends = new int[1 << 10];
    private int[] hashes = new int[1 << 10];
    private int[] counts = new int[1 << 10];
    private int[] slots = new int[1 << 12];
    private int size;

    WordTable() {
        Arrays.fill(slots, -1);
    }

    static WordTable of(List<String> words) {
        var table = new WordTable();
        for (String word : words) {
            byte[] utf8 = word.getBytes(StandardCharsets.UTF_8);
            table.append(utf8, 0, utf8.length, hash(utf8, 0, utf8.length));
        }
        return table;
    }

    /** FNV-1a of the bytes, which are taken to be signed, as fastText does. */
    static int hash(byte[] bytes, int from, int to) {
        int hash = (int) 2166136261L;
        for (int i = from; i < to; i++) {
            hash = (hash ^ bytes[i]) * 16777619;
        }
        return hash;
    }

    int size() {
        return size;
    }

    int count(int word) {
        return counts[word];
    }

    int hash(int word) {
        return hashes[word];
    }

    String word(int word) {
        return new String(bytes, start(word), ends[word] - start(word), StandardCharsets.UTF_8);
    }

    List<String> words() {
        var words = new ArrayList<String>(size);
        for (int word = 0; word < size; word++) {
            words.add(word(word));
        }
        return words;
    }

    private int start(int word) {
        return word == 0 ? 0 : ends[word - 1];
    }

    /** Counts a word, which is added where it is new. */
    int add(byte[] from, int begin, int end, int hash) {
        int word = find(from, begin, end, hash);
        if (word < 0) {
            return append(from, begin, end, hash);
        }
        counts[word]++;
        return word;
    }

    /** Its number, or -1. */
    int find(byte[] from, int begin, int end, int hash) {
        int slot = slot(hash);
        while (true) {
            int word = slots[slot];
            if (word < 0) {
                return -1;
            }
            if (hashes[word] == hash && Arrays.equals(bytes, start(word), ends[word], from, begin, end)) {
                return word;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
    }

    private int slot(int hash) {
        int mixed = hash * 0x9E3779B9;
        return (mixed ^ mixed >>> 15) & (slots.length - 1);
    }

    private int append(byte[] from, int begin, int end, int hash) {
        int length = end - begin;
        int at = start(size);
        if (at + length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(at, length), Math.addExact(at, at >> 1)));
        }
        if (size == ends.length) {
            int more = Math.addExact(size, size >> 1);
            ends = Arrays.copyOf(ends, more);
            hashes = Arrays.copyOf(hashes, more);
            counts = Arrays.copyOf(counts, more);
        }
        System.arraycopy(from, begin, bytes, at, length);
        ends[size] = at + length;
        hashes[size] = hash;
        counts[size] = 1;
        if (2 * (size + 1) > slots.length) {
            slots = new int[Math.multiplyExact(2, slots.length)];
            Arrays.fill(slots, -1);
            for (int word = 0; word < size; word++) {
                place(word);
            }
        }
        place(size);
        return size++;
    }

    private void place(int word) {
        int slot = slot(hashes[word]);
        while (slots[slot] >= 0) {
            slot = (slot + 1) & (slots.length - 1);
        }
        slots[slot] = word;
    }

    /** Words that occur at least so often, the most frequent first. */
    record Frequent(WordTable table, int[] newNumbers) {}

    /** The numbers that words get are in {@link Frequent#newNumbers}, -1 for those that are left out. */
    Frequent frequent(int minCount) {
        long[] order = new long[size];
        int kept = 0;
        for (int word = 0; word < size; word++) {
            if (counts[word] >= minCount) {
                order[kept++] = (long) (Integer.MAX_VALUE - counts[word]) << 32 | word;
            }
        }
        Arrays.sort(order, 0, kept);
        var numbers = new int[size];
        Arrays.fill(numbers, -1);
        var table = new WordTable();
        for (int i = 0; i < kept; i++) {
            int word = (int) order[i];
            numbers[word] = table.append(bytes, start(word), ends[word], hashes[word]);
            table.counts[numbers[word]] = counts[word];
        }
        return new Frequent(table, numbers);
    }
}
