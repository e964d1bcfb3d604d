package io.brume.bench.quality;

import io.brume.engines.Calibration;
import io.brume.engines.Engines;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Fits a calibration for one task on the work part and prints it as the resource that the engine ships. */
public final class Calibrate {

    private Calibrate() {}

    public static void main(String[] args) throws IOException {
        Options options;
        try {
            options = Options.parse(args);
            if (!options.help() && options.tasks().size() != 1) {
                throw new IllegalArgumentException("calibrate wants --task");
            }
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + "\n\n" + Options.HELP);
            System.exit(2);
            return;
        }
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        if (options.help()) {
            out.print(Options.HELP);
            return;
        }
        System.setProperty(Calibration.RAW_PROPERTY, options.skipped());
        Task task = options.tasks().getFirst();
        List<Observation> observations = observations(task, options, Engines.discover(options.preferred()));
        if (observations.isEmpty()) {
            System.err.println("no answers to calibrate with");
            System.exit(1);
        }
        print(task, options, observations, out);
    }

    private static List<Observation> observations(Task task, Options options, Engines engines) throws IOException {
        Evaluation evaluation = Evaluation.of(task, engines);
        new Dataset(options.folder())
                .read(task, Options.WORK).stream()
                        .filter(c -> QualityReport.served(task, c, engines))
                        .flatMap(c -> task == Task.LANGUAGE ? Pieces.of(c).stream() : Stream.of(c))
                        .forEach(evaluation::add);
        boolean oneSentiment = !options.label().isEmpty() && evaluation instanceof SentimentEvaluation;
        List<Observation> all = oneSentiment ? ((SentimentEvaluation) evaluation).byLabel() : evaluation.observations();
        return all.stream()
                .filter(o -> options.label().isEmpty() || o.label().equals(options.label()))
                .toList();
    }

    private static void print(Task task, Options options, List<Observation> observations, PrintStream out) {
        double[] scores = observations.stream().mapToDouble(Observation::score).toArray();
        boolean[] right = new boolean[scores.length];
        for (int i = 0; i < right.length; i++) {
            right[i] = observations.get(i).right();
        }
        Calibration calibration = Calibration.fit(scores, right);
        List<Observation> calibrated = observations.stream()
                .map(o -> new Observation(o.label(), calibration.of(o.score()), o.right()))
                .toList();
        out.printf(
                Locale.ROOT,
                "# raw score, probability: fitted on %d answers of %s-work.jsonl%s%s%n",
                scores.length,
                task.fileName(),
                task == Task.LANGUAGE ? " and pieces of its texts" : "",
                options.label().isEmpty() ? "" : ", " + options.label());
        out.print(calibration.text());
        System.err.printf(
                Locale.ROOT,
                "calibration error %s before, %s after, %d points%n",
                Table.ratio(Observation.calibrationError(observations)),
                Table.ratio(Observation.calibrationError(calibrated)),
                calibration.raw().length);
    }
}
