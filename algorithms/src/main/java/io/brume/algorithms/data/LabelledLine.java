package io.brume.algorithms.data;

import java.util.ArrayList;
import java.util.List;

/**
 * A line of text with its classes: words that begin with {@code __label__}, wherever they stand, without that prefix.
 *
 * @param words what else the line has, split at spaces and tabs
 */
public record LabelledLine(List<String> labels, List<String> words) {
    public static final String PREFIX = "__label__";

    public LabelledLine {
        labels = List.copyOf(labels);
        words = List.copyOf(words);
    }

    public static LabelledLine of(String line) {
        var labels = new ArrayList<String>();
        var words = new ArrayList<String>();
        for (String word : line.split("[ \t\r\n]+")) {
            if (word.startsWith(PREFIX)) {
                labels.add(word.substring(PREFIX.length()));
            } else if (!word.isEmpty()) {
                words.add(word);
            }
        }
        return new LabelledLine(labels, words);
    }
}
