package io.brume.algorithms.blazingtext;

import io.brume.algorithms.BadDataException;
import io.brume.algorithms.data.Dataset;
import java.io.IOException;

/**
 * Text to learn word vectors from, read once: the numbers of its frequent words, with {@link #END} after each line.
 *
 * @param words the most frequent first
 * @param chunks where pieces of some thousand words begin, always after an {@link #END}, and at last the length
 * @param total occurrences of the words
 */
@SuppressWarnings("ArrayRecordComponent")
record Sentences(WordTable words, int[] tokens, int[] chunks, long total) {
    static final int END = -1;
    private static final int CHUNK = 8192;

    static Sentences read(Dataset text, int minCount) throws IOException {
        var table = new WordTable();
        var all = new Ints();
        var tokens = new Tokens();
        try (var lines = text.lines()) {
            while (lines.next()) {
                tokens.over(lines.bytes(), lines.from(), lines.to());
                while (tokens.next()) {
                    all.add(table.add(tokens.bytes(), tokens.from(), tokens.to(), tokens.hash()));
                }
                all.add(END);
            }
        }
        if (table.size() == 0) {
            throw new BadDataException("there are no words");
        }
        var frequent = table.frequent(minCount);
        if (frequent.table().size() < 2) {
            throw new BadDataException(
                    "there must be two different words that occur at least min_count = " + minCount + " times; of "
                            + table.size() + " words " + frequent.table().size() + " does");
        }
        return of(frequent, all);
    }

    private static Sentences of(WordTable.Frequent frequent, Ints all) {
        int[] numbers = frequent.newNumbers();
        var kept = new int[all.size()];
        var chunks = new Ints();
        int size = 0;
        long total = 0;
        int begin = 0;
        chunks.add(0);
        for (int i = 0; i < kept.length; i++) {
            int token = all.get(i);
            if (token == END) {
                kept[size++] = END;
                if (size - begin >= CHUNK) {
                    chunks.add(size);
                    begin = size;
                }
            } else if (numbers[token] >= 0) {
                kept[size++] = numbers[token];
                total++;
            }
        }
        if (begin < size) {
            chunks.add(size);
        }
        return new Sentences(frequent.table(), kept, chunks.toArray(), total);
    }
}
