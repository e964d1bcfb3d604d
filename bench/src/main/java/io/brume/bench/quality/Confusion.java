package io.brume.bench.quality;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Which label was taken for which. */
final class Confusion {

    private final List<String> labels;
    private final Map<String, Map<String, Integer>> taken = new LinkedHashMap<>();

    Confusion(List<String> labels) {
        this.labels = labels;
    }

    void add(String expected, String found) {
        taken.computeIfAbsent(expected, e -> new LinkedHashMap<>()).merge(found, 1, Integer::sum);
    }

    private int count(String expected, String found) {
        return taken.getOrDefault(expected, Map.of()).getOrDefault(found, 0);
    }

    private Counts counts(String label) {
        var counts = new Counts();
        counts.right = count(label, label);
        counts.expected = labels.stream().mapToInt(l -> count(label, l)).sum();
        counts.found = labels.stream().mapToInt(l -> count(l, label)).sum();
        return counts;
    }

    double accuracy() {
        int right = labels.stream().mapToInt(l -> count(l, l)).sum();
        int all = labels.stream().mapToInt(l -> counts(l).expected).sum();
        return all == 0 ? 0 : right / (double) all;
    }

    /** F1 averaged over the labels that occur. */
    double macroF1() {
        return labels.stream()
                .map(this::counts)
                .filter(c -> c.expected + c.found > 0)
                .mapToDouble(Counts::f1)
                .average()
                .orElse(0);
    }

    Table table() {
        var header = Stream.concat(
                        Stream.of("label", "n", "precision", "recall", "F1"),
                        labels.stream().map(l -> "taken for " + l))
                .toArray(String[]::new);
        var table = new Table(header);
        int all = labels.stream().mapToInt(l -> counts(l).expected).sum();
        Stream<Object> blanks = labels.stream().map(l -> "");
        table.row(Stream.concat(Stream.of("accuracy", all, accuracy(), accuracy(), accuracy()), blanks)
                .toArray());
        table.row(Stream.concat(
                        Stream.of("macro F1", all, "", "", macroF1()),
                        labels.stream().map(l -> ""))
                .toArray());
        for (String label : labels) {
            Counts c = counts(label);
            if (c.expected + c.found > 0) {
                table.row(Stream.concat(
                                Stream.<Object>of(label, c.expected, c.precision(), c.recall(), c.f1()),
                                labels.stream().map(l -> count(label, l)))
                        .toArray());
            }
        }
        return table;
    }
}
