package io.brume.algorithms.blazingtext;

import io.brume.algorithms.BadDataException;
import io.brume.algorithms.data.Dataset;
import io.brume.algorithms.data.LabelledLine;
import io.brume.algorithms.data.LineReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Lines with labels, read once: their words and labels as numbers. */
final class LabelledText {
    private static final byte[] PREFIX = LabelledLine.PREFIX.getBytes(StandardCharsets.US_ASCII);

    final WordTable words;
    final WordTable labels;
    /** Words of line i from wordEnds[i - 1] to wordEnds[i]. */
    final Ints wordNumbers = new Ints();

    final Ints wordEnds = new Ints();
    final Ints labelNumbers = new Ints();
    final Ints labelEnds = new Ints();

    private LabelledText(WordTable words, WordTable labels) {
        this.words = words;
        this.labels = labels;
    }

    int lines() {
        return wordEnds.size();
    }

    /**
     * Reads lines of words, of which those that begin with {@code __label__} are labels, or of JSON with {@code source} and
     * {@code label}. Empty lines do not count.
     *
     * @param labels of the training data, where this is other data; labels that are not among them are added behind them
     * @throws BadDataException where a line has no label, or there are no lines
     */
    static LabelledText read(Dataset data, @Nullable WordTable labels) throws IOException {
        var text = new LabelledText(new WordTable(), labels == null ? new WordTable() : labels);
        var tokens = new Tokens();
        try (var lines = data.lines()) {
            while (lines.next()) {
                text.line(lines, tokens);
            }
        }
        if (text.lines() == 0) {
            throw new BadDataException("there are no lines");
        }
        return text;
    }

    private void line(LineReader lines, Tokens tokens) {
        int labelsBefore = labelNumbers.size();
        int wordsBefore = wordNumbers.size();
        if (lines.from() < lines.to() && lines.bytes()[lines.from()] == '{') {
            Manifest manifest = Manifest.of(lines);
            manifest.labels().forEach(this::label);
            words(tokens.over(manifest.source()), false);
        } else {
            words(tokens.over(lines.bytes(), lines.from(), lines.to()), true);
        }
        if (labelNumbers.size() == labelsBefore) {
            if (wordNumbers.size() == wordsBefore) {
                return;
            }
            throw lines.bad("the line has no label: a label begins with " + LabelledLine.PREFIX);
        }
        wordEnds.add(wordNumbers.size());
        labelEnds.add(labelNumbers.size());
    }

    private void words(Tokens tokens, boolean labelled) {
        while (tokens.next()) {
            if (labelled && tokens.startsWith(PREFIX)) {
                label(tokens.text().substring(LabelledLine.PREFIX.length()));
            } else {
                wordNumbers.add(words.add(tokens.bytes(), tokens.from(), tokens.to(), tokens.hash()));
            }
        }
    }

    private void label(String label) {
        byte[] utf8 = label.getBytes(StandardCharsets.UTF_8);
        labelNumbers.add(labels.add(utf8, 0, utf8.length, WordTable.hash(utf8, 0, utf8.length)));
    }
}
