package io.brume.bench.algorithms;

import io.brume.algorithms.blazingtext.TextClassifier;
import io.brume.algorithms.blazingtext.WordVectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * {@code text-classification}, {@code skip-gram}, {@code cbow} and {@code batch-skip-gram} beside Debian's fastText and Gensim,
 * with two threads each, on the same text: medians of three runs in turn (of fifteen where both sides are ours), and the slowest and
 * fastest. How many times as fast ours is, is the median of the runs' ratios. The exit status is 0 where the target holds, 3 where a peer is missing. A folder with TREC's questions may follow {@code text-classification}.
 */
public final class Text {
    private static final int RUNS = Integer.getInteger("runs", 3);
    private static final double TOLERANCE = 0.3;
    private static final int EPOCHS = 3;

    private final Path folder;
    private final TextData data;
    private final TextPeers peers;
    private final Verdict verdict = new Verdict();

    private Text(Path folder) {
        this.folder = folder;
        data = new TextData(folder);
        peers = new TextPeers(folder, Path.of("bench/peers"));
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        String job = arguments.length == 0 ? "" : arguments[0];
        if (!job.matches("text-classification|skip-gram|cbow|batch-skip-gram")) {
            System.err.println("usage: text-classification [FOLDER OF TREC] | skip-gram | cbow | batch-skip-gram");
            System.exit(2);
        }
        boolean vectors = job.equals("skip-gram") || job.equals("cbow");
        List<String> missing = job.equals("batch-skip-gram") ? List.of() : TextPeers.missing(vectors);
        if (!missing.isEmpty()) {
            System.err.println(
                    "Peers are missing: apt-get install --no-install-recommends " + String.join(" ", missing));
            System.exit(3);
        }
        var text = new Text(Files.createDirectories(Path.of(System.getProperty("java.io.tmpdir"), "brume-bench")));
        switch (job) {
            case "text-classification" -> text.classification(arguments.length > 1 ? arguments[1] : "");
            case "batch-skip-gram" -> text.batches();
            default -> text.vectors(job.equals("cbow") ? "cbow" : "skipgram");
        }
        System.exit(text.verdict.tell());
    }

    /** Words a second and quality of one side, a value a run. */
    private static final class Side {
        private final String name;
        private final List<Double> speeds = new ArrayList<>();
        private final List<Double> qualities = new ArrayList<>();
        private final List<Double> plurals = new ArrayList<>();

        Side(String name) {
            this.name = name;
        }

        void add(double speed, double quality) {
            speeds.add(speed);
            qualities.add(quality);
        }

        void add(double speed, VectorQuality quality) {
            add(speed, quality.company());
            plurals.add(quality.plurals());
        }

        double speed() {
            return median(speeds);
        }

        double quality() {
            return median(qualities);
        }

        /** How many times as fast as the peer: of runs one after the other, since the processors' speed changes by the minute. */
        double timesAsFast(Side peer) {
            var ratios = new ArrayList<Double>();
            for (int run = 0; run < speeds.size(); run++) {
                ratios.add(speeds.get(run) / peer.speeds.get(run));
            }
            return median(ratios);
        }

        private static double median(List<Double> values) {
            var sorted = new ArrayList<>(values);
            Collections.sort(sorted);
            return sorted.get(sorted.size() / 2);
        }

        @Override
        public String toString() {
            String more = plurals.isEmpty() ? "" : String.format(Locale.ROOT, ", plurals %.1f %%", median(plurals));
            return String.format(
                    Locale.ROOT,
                    "%-18s %,10.0f words/s (%,.0f to %,.0f)   quality %.2f %% (%.2f to %.2f)%s",
                    name,
                    speed(),
                    Collections.min(speeds),
                    Collections.max(speeds),
                    quality(),
                    Collections.min(qualities),
                    Collections.max(qualities),
                    more);
        }
    }

    private void compare(Side ours, Side peer, double target) {
        double ratio = ours.timesAsFast(peer);
        double difference = ours.quality() - peer.quality();
        boolean holds = verdict.add(peer.name, ratio, target, difference >= -TOLERANCE);
        System.out.printf(
                Locale.ROOT,
                "%s / %s: %.2f times as fast (target %.1f), quality %+.2f points (target %+.1f): %s%n",
                ours.name,
                peer.name,
                ratio,
                target,
                difference,
                -TOLERANCE,
                holds ? "reached" : "missed");
    }

    private void classification(String questions) throws IOException, InterruptedException {
        classification("packages by section", data.packages(), 25, 0.25);
        if (!questions.isEmpty()) {
            classification("questions by class", data.questions(Path.of(questions)), 50, 0.25);
        }
    }

    private void classification(String name, TextData.Split split, int epochs, double rate) throws IOException {
        List<String> test = Files.readAllLines(split.test());
        System.out.printf(
                "%s: %d epochs, learning rate %s, word bigrams, %d lines to test%n", name, epochs, rate, test.size());
        var ours = new Side("Brume");
        var fastText = new Side("fastText");
        Path model = folder.resolve("fasttext");
        for (int run = 0; run < RUNS; run++) {
            var trained = TextTraining.train(
                    split.train(),
                    Map.of("mode", "supervised", "epochs", "" + epochs, "learning_rate", "" + rate, "min_count", "1"),
                    run);
            var classifier = (TextClassifier) trained.trained().predictor();
            ours.add(
                    trained.wordsPerSecond(),
                    accuracy(
                            test,
                            line -> "__label__"
                                    + classifier
                                            .predict(unlabelled(line), 1)
                                            .labels()
                                            .getFirst()));
            double speed = peers.fastText(
                    "supervised",
                    split.train(),
                    model,
                    List.of("-epoch", "" + epochs, "-lr", "" + rate, "-wordNgrams", "2", "-minCount", "1"));
            var labels = peers.fastTextLabels(model, split.test()).iterator();
            fastText.add(speed, accuracy(test, line -> labels.next()));
        }
        System.out.println(ours);
        System.out.println(fastText);
        compare(ours, fastText, 4);
    }

    private static String unlabelled(String line) {
        return line.substring(line.indexOf(' ') + 1);
    }

    private static double accuracy(List<String> lines, java.util.function.UnaryOperator<String> label) {
        int right = 0;
        for (String line : lines) {
            right += line.startsWith(label.apply(line) + " ") ? 1 : 0;
        }
        return 100.0 * right / lines.size();
    }

    private void vectors(String mode) throws IOException {
        TextData.Split split = data.manuals();
        describe(split);
        var ours = new Side("Brume");
        var fastText = new Side("fastText");
        var gensim = new Side("Gensim");
        for (int run = 0; run < RUNS; run++) {
            ours(ours, mode, split, run);
            Path model = folder.resolve("vectors-fasttext");
            double speed = peers.fastText(
                    mode,
                    split.train(),
                    model,
                    List.of("-epoch", "" + EPOCHS, "-lr", "0.05", "-maxn", "0", "-bucket", "1", "-t", "1e-4"));
            fastText.add(speed, VectorQuality.of(Path.of(model + ".vec"), split.test()));
            Path vectors = folder.resolve("vectors-gensim.txt");
            speed = peers.gensim(mode.equals("skipgram"), split.train(), vectors, EPOCHS);
            gensim.add(speed, VectorQuality.of(vectors, split.test()));
        }
        for (Side side : Arrays.asList(ours, fastText, gensim)) {
            System.out.println(side);
        }
        compare(ours, fastText, 4);
        compare(ours, gensim, 2);
    }

    private void batches() throws IOException {
        TextData.Split split = data.manuals();
        describe(split);
        var batches = new Side("batch_skipgram");
        var single = new Side("skipgram");
        // Short runs on shared processors differ much.
        for (int run = 0; run < 5 * RUNS; run++) {
            ours(batches, "batch_skipgram", split, run);
            ours(single, "skipgram", split, run);
        }
        System.out.println(batches);
        System.out.println(single);
        compare(batches, single, 2.5);
    }

    private void ours(Side side, String mode, TextData.Split split, int run) throws IOException {
        var trained = TextTraining.train(
                split.train(), Map.of("mode", mode, "epochs", "" + EPOCHS, "learning_rate", "0.05"), run);
        Path vectors = folder.resolve("vectors-brume.txt");
        ((WordVectors) trained.trained().predictor()).writeText(vectors);
        side.add(trained.wordsPerSecond(), VectorQuality.of(vectors, split.test()));
    }

    private static void describe(TextData.Split split) throws IOException {
        System.out.printf(
                "manual pages: %.0f MB, %d epochs, 100 dimensions, window 5, 5 negative samples%n",
                Files.size(split.train()) / 1e6, EPOCHS);
    }
}
