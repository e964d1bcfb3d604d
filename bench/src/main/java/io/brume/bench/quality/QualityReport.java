package io.brume.bench.quality;

import io.brume.engines.EngineFactory;
import io.brume.engines.Engines;
import io.brume.engines.NoEngineException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Prints how right the engines on the class path are on the labelled text, a Markdown table for each task and part. */
public final class QualityReport {

    private static final long TIMED_NANOS = 1_000_000_000L;

    private final Options options;
    private final PrintStream out;

    private QualityReport(Options options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    public static void main(String[] args) throws IOException {
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Options options;
        try {
            options = Options.parse(args);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + "\n\n" + Options.HELP);
            System.exit(2);
            return;
        }
        if (options.help()) {
            out.print(Options.HELP);
            return;
        }
        new QualityReport(options, out).run();
    }

    private void run() throws IOException {
        Engines engines = Engines.discover(options.preferred());
        var dataset = new Dataset(options.folder());
        for (Task task : options.tasks()) {
            for (String part : options.parts()) {
                if (Files.exists(dataset.file(task, part))) {
                    report(task, part, dataset.read(task, part), engines);
                } else {
                    out.println("## " + task.title + ", " + part + " part: no " + dataset.file(task, part) + "\n");
                }
            }
        }
    }

    private void report(Task task, String part, List<Case> all, Engines engines) {
        List<Case> cases = all.stream().filter(c -> served(task, c, engines)).toList();
        out.println("## " + task.title + ", " + part + " part: " + cases.size() + " texts\n");
        if (cases.size() < all.size()) {
            out.println(left(task, all, engines) + "\n");
        }
        if (cases.isEmpty()) {
            return;
        }
        Evaluation evaluation = Evaluation.of(task, engines);
        try {
            cases.forEach(evaluation::add);
        } catch (NoEngineException e) {
            out.println(e.getMessage() + "\n");
            return;
        }
        out.println(evaluation.table().markdown());
        out.printf(
                Locale.ROOT,
                "Calibration error (ECE, ten bins) %s over %d scores. %,.0f texts/s on one thread. Engine: %s.%n%n",
                Table.ratio(Observation.calibrationError(evaluation.observations())),
                evaluation.observations().size(),
                textsPerSecond(evaluation, cases),
                engine(task, cases, engines));
        if (options.errors()) {
            evaluation.errors().forEach(out::println);
            out.println();
        }
    }

    private static boolean serves(EngineFactory<?> factory, Task task, String language) {
        return factory.task() == task.engine
                && (factory.languages().contains(language)
                        || factory.languages().contains(EngineFactory.ANY_LANGUAGE));
    }

    /** Whether there is an engine for this text, whatever it may lack. */
    static boolean served(Task task, Case text, Engines engines) {
        return engines.all().stream().anyMatch(f -> serves(f, task, text.language()));
    }

    private static String left(Task task, List<Case> all, Engines engines) {
        Map<String, Long> unserved = all.stream()
                .filter(c -> !served(task, c, engines))
                .collect(Collectors.groupingBy(
                        c -> c.language().isEmpty() ? "any language" : c.language(), Collectors.counting()));
        return "Left out for want of an engine, texts by language: " + unserved + ".";
    }

    private static String engine(Task task, List<Case> cases, Engines engines) {
        return cases.stream()
                .map(Case::language)
                .distinct()
                .flatMap(language -> engines.all().stream()
                        .filter(f -> serves(f, task, language))
                        .limit(1))
                .map(EngineFactory::name)
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private static double textsPerSecond(Evaluation evaluation, List<Case> cases) {
        cases.forEach(evaluation::ask);
        long start = System.nanoTime();
        long asked = 0;
        while (System.nanoTime() - start < TIMED_NANOS) {
            cases.forEach(evaluation::ask);
            asked += cases.size();
        }
        return asked * 1e9 / (System.nanoTime() - start);
    }
}
