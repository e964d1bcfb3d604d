package io.brume.bench.algorithms;

import io.brume.algorithms.data.Batch;
import io.brume.algorithms.data.DenseBatch;
import io.brume.algorithms.data.SparseBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** scikit-learn in a Python of its own, see {@code bench/peers/linear_sklearn.py}, and liblinear's command. */
final class LinearPeers implements AutoCloseable {
    private static final Path LIBLINEAR = Path.of("/usr/bin/liblinear-train");

    private final LinePeer python;

    LinearPeers() throws IOException {
        python = LinePeer.scikitLearn("bench/peers/linear_sklearn.py", 2);
    }

    /** Seconds of training alone, and the log loss on the validation rows. */
    record Fit(double seconds, double loss) {}

    static List<String> missing() throws IOException {
        var missing = new ArrayList<String>();
        if (!Files.isExecutable(LIBLINEAR)) {
            missing.add("liblinear-tools");
        }
        if (!LinePeer.hasModules("sklearn")) {
            missing.add("python3-sklearn");
        }
        return missing;
    }

    void digits(Path csv) throws IOException {
        python.say("digits " + csv);
    }

    void data(Path prefix) throws IOException {
        python.say("data " + prefix);
    }

    /** @param estimator {@code lbfgs} or {@code sgd} */
    Fit scikitLearn(String estimator, double c, int seed) throws IOException {
        String[] answer = python.say("fit " + estimator + " " + c + " " + seed).split(" ");
        return new Fit(Double.parseDouble(answer[0]), Double.parseDouble(answer[2]));
    }

    /**
     * liblinear's training: the time of the command less that of the same command with a tolerance that is met at once, which
     * only reads the rows and writes a model.
     *
     * @param solver 0 is the primal trust region method, 7 dual coordinate descent
     */
    Fit liblinear(int solver, double c, Path rows, LinearData data) throws IOException {
        Path model = rows.resolveSibling(data.name() + ".model");
        double reading = liblinear(0, c, "1e9", rows, model);
        double all = liblinear(solver, c, solver == 7 ? "0.1" : "0.01", rows, model);
        return new Fit(Math.max(1e-3, all - reading), loss(model, data.validation()));
    }

    private static double liblinear(int solver, double c, String tolerance, Path rows, Path model) throws IOException {
        long begin = System.nanoTime();
        var process = new ProcessBuilder(
                        LIBLINEAR.toString(),
                        "-q",
                        "-s",
                        "" + solver,
                        "-c",
                        "" + c,
                        "-e",
                        tolerance,
                        "-B",
                        "1",
                        "" + rows,
                        "" + model)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (process.waitFor() != 0) {
                throw new IOException("liblinear-train failed");
            }
        } catch (InterruptedException e) {
            process.destroy();
            throw new IOException("interrupted", e);
        }
        return (System.nanoTime() - begin) / 1e9;
    }

    private static double loss(Path model, Batch rows) throws IOException {
        List<String> lines = Files.readAllLines(model);
        int begin = lines.indexOf("w") + 1;
        boolean reversed = lines.stream().anyMatch(line -> line.startsWith("label 0"));
        var weights = new double[lines.size() - begin];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = Double.parseDouble(lines.get(begin + i).strip()) * (reversed ? -1 : 1);
        }
        double loss = 0;
        for (int row = 0; row < rows.rows(); row++) {
            double score = weights[weights.length - 1];
            switch (rows) {
                case DenseBatch dense -> {
                    for (int c = 0; c < dense.columns(); c++) {
                        score += weights[c] * dense.values()[dense.offset(row) + c];
                    }
                }
                case SparseBatch sparse -> {
                    for (int i = sparse.starts()[row]; i < sparse.starts()[row + 1]; i++) {
                        int column = sparse.indices()[i];
                        score += column < weights.length - 1 ? weights[column] * sparse.values()[i] : 0;
                    }
                }
                default -> throw new IllegalArgumentException("rows are numbers");
            }
            double against = rows.label(row) > 0 ? -score : score;
            loss += Math.max(against, 0) + Math.log1p(Math.exp(-Math.abs(against)));
        }
        return loss / rows.rows();
    }

    @Override
    public void close() throws IOException {
        python.close();
    }
}
