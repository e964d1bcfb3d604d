package io.brume.bench.algorithms;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Debian's fastText and Gensim, as processes. */
final class TextPeers {
    static final int THREADS = 2;
    private static final Pattern SPEED = Pattern.compile("words/sec/thread: +([0-9]+)");
    private static final Path FASTTEXT = Path.of("/usr/bin/fasttext");
    private static final Path GENSIM = Path.of("/usr/lib/python3/dist-packages/gensim");

    private final Path folder;
    private final Path scripts;

    TextPeers(Path folder, Path scripts) {
        this.folder = folder;
        this.scripts = scripts;
    }

    static List<String> missing(boolean gensim) {
        var missing = new ArrayList<String>();
        if (!Files.isExecutable(FASTTEXT)) {
            missing.add("fasttext");
        }
        if (gensim && !Files.isDirectory(GENSIM)) {
            missing.add("python3-gensim");
        }
        return missing;
    }

    /** Words a second that fastText says it did, all threads together; reading and saving do not count. */
    double fastText(String mode, Path train, Path model, List<String> options) throws IOException {
        var command = new ArrayList<>(List.of(
                FASTTEXT.toString(),
                mode,
                "-input",
                train.toString(),
                "-output",
                model.toString(),
                "-thread",
                String.valueOf(THREADS)));
        command.addAll(options);
        Matcher speed = SPEED.matcher(run(command));
        double words = 0;
        while (speed.find()) {
            words = Double.parseDouble(speed.group(1));
        }
        return words * THREADS;
    }

    /** The most probable label of each line. */
    List<String> fastTextLabels(Path model, Path lines) throws IOException {
        return run(List.of(FASTTEXT.toString(), "predict", model + ".bin", lines.toString()))
                .lines()
                .toList();
    }

    /** Words a second of Gensim's training alone. */
    double gensim(boolean skipGram, Path train, Path vectors, int epochs) throws IOException {
        String output = run(List.of(
                "/usr/bin/python3",
                scripts.resolve("word2vec_gensim.py").toString(),
                skipGram ? "1" : "0",
                train.toString(),
                vectors.toString(),
                String.valueOf(epochs),
                String.valueOf(THREADS)));
        return Double.parseDouble(output.strip());
    }

    private String run(List<String> command) throws IOException {
        Path errors = folder.resolve("peer.log");
        Process process =
                new ProcessBuilder(command).redirectError(errors.toFile()).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + " failed: " + Files.readString(errors));
            }
        } catch (InterruptedException e) {
            process.destroy();
            throw new IOException("interrupted", e);
        }
        return output + Files.readString(errors);
    }
}
