package io.brume.bench.quality;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** What was asked for on the command line. */
record Options(
        List<Task> tasks,
        List<String> parts,
        boolean errors,
        boolean help,
        Path folder,
        Map<String, String> preferred,
        String label,
        String skipped) {

    static final String WORK = "work";
    static final String MEASURED = "measured";
    /** Text that scores are fitted on; only some tasks have it, and it is read only when asked for. */
    static final String CALIBRATION = "calibration";

    static final String HELP = """
            Usage: bench/quality.sh [options]              measure the engines on labelled text
                   bench/quality.sh calibrate [options]    fit an engine's calibration on the work part

              --task NAME         only this task: %s
              --part NAME         only this part: work, measured or calibration (calibrate always uses work)
              --errors            list the wrong cases; only with --part work
              --data DIR          the folder with the labelled text (default: bench/quality)
              --engine TASK=NAME  which engine to use, such as EntityRecognizer=nlp4j-entity-recognizer
              --help              this text

            Of calibrate:
              --label NAME        only answers with this type, tag or sentiment
              --raw NAMES         which calibrations are skipped to get raw scores: resource names with commas
                                  between them, or * for all (default)
            """.formatted(Task.names());

    /** @throws IllegalArgumentException when there is something wrong with them */
    static Options parse(String... args) {
        List<Task> tasks = Arrays.asList(Task.values());
        List<String> parts = List.of(WORK, MEASURED);
        boolean errors = false;
        boolean help = false;
        Path folder = Path.of("bench", "quality");
        Map<String, String> preferred = new HashMap<>();
        String label = "";
        String skipped = "*";
        for (Iterator<String> rest = Arrays.asList(args).iterator(); rest.hasNext(); ) {
            String option = rest.next();
            switch (option) {
                case "--help" -> help = true;
                case "--errors" -> errors = true;
                case "--task" -> tasks = List.of(Task.of(value(option, rest)));
                case "--part" -> parts = List.of(part(value(option, rest)));
                case "--data" -> folder = Path.of(value(option, rest));
                case "--label" -> label = value(option, rest);
                case "--raw" -> skipped = value(option, rest);
                case "--engine" -> {
                    String[] pair = value(option, rest).split("=", 2);
                    if (pair.length != 2) {
                        throw new IllegalArgumentException("--engine wants TASK=NAME");
                    }
                    preferred.put(pair[0], pair[1]);
                }
                default -> throw new IllegalArgumentException("unknown option " + option);
            }
        }
        if (errors && !parts.equals(List.of(WORK))) {
            throw new IllegalArgumentException(
                    "--errors goes with --part work only: nobody looks into the other parts");
        }
        return new Options(tasks, parts, errors, help, folder, preferred, label, skipped);
    }

    private static String value(String option, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new IllegalArgumentException(option + " wants a value");
        }
        return rest.next();
    }

    private static String part(String name) {
        if (!List.of(WORK, MEASURED, CALIBRATION).contains(name)) {
            throw new IllegalArgumentException("no part '" + name + "'; there are: work, measured, calibration");
        }
        return name;
    }
}
