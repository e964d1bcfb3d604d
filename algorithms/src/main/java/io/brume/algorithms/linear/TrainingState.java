package io.brume.algorithms.linear;

import io.brume.algorithms.BadModelException;
import io.brume.algorithms.Hyperparameters;
import io.brume.algorithms.TrainingContext;
import io.brume.algorithms.model.Checkpoints;
import io.brume.algorithms.model.ModelFolder;
import io.brume.algorithms.model.Npy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Checkpoints of all models and of what their optimizers remember, from which training goes on as if it had not ended. */
final class TrainingState {
    private static final String NAME = LinearLearner.NAME + "-checkpoint";
    private static final long NANOS_BETWEEN = 5_000_000_000L;

    private final LinearLearnerHyperparameters settings;
    private final TrainingContext context;
    private final List<Group> groups;
    private final @Nullable Checkpoints checkpoints;
    private final int models;
    private final int size;
    private long saved = System.nanoTime();

    TrainingState(LinearLearnerHyperparameters settings, TrainingContext context, List<Group> groups) {
        this.settings = settings;
        this.context = context;
        this.groups = groups;
        checkpoints = context.checkpoints().map(Checkpoints::new).orElse(null);
        models = groups.stream().mapToInt(group -> group.candidates.size()).sum();
        size = groups.getFirst().models.outputs * groups.getFirst().models.columns;
    }

    /** Saves what there is after an epoch, where the last time was a while ago or training is about to end early. */
    void after(int epoch) throws IOException {
        if (checkpoints == null || System.nanoTime() - saved < NANOS_BETWEEN && !context.stopped()) {
            return;
        }
        checkpoints.save(epoch + 1L, this::write);
        saved = System.nanoTime();
    }

    private void write(Path folder) throws IOException {
        var w = new float[Math.multiplyExact(models, size)];
        var m = new float[w.length];
        var v = new float[w.length];
        var best = new float[w.length];
        var measures = new double[models];
        var waited = new int[models];
        int number = 0;
        for (Group group : groups) {
            for (int model = 0; model < group.candidates.size(); model++, number++) {
                Candidate candidate = group.candidates.get(model);
                System.arraycopy(group.models.get(group.models.w, model), 0, w, number * size, size);
                System.arraycopy(group.models.get(group.models.m, model), 0, m, number * size, size);
                System.arraycopy(group.models.get(group.models.v, model), 0, v, number * size, size);
                if (candidate.best != null) {
                    System.arraycopy(candidate.best, 0, best, number * size, size);
                }
                measures[number] = candidate.bestMeasure;
                waited[number] = candidate.ended ? -1 : candidate.epochsWithoutImprovement;
            }
        }
        ModelFolder.of(NAME)
                .hyperparameters(settings)
                .property("steps", groups.getFirst().models.steps.get())
                .array("weights", w, models, size)
                .array("first_moments", m, models, size)
                .array("second_moments", v, models, size)
                .array("best_weights", best, models, size)
                .array("best_measures", Npy.Array.of(measures))
                .array("epochs_without_improvement", Npy.Array.of(waited))
                .array("touched", Npy.Array.of(groups.getFirst().models.touched))
                .write(folder);
    }

    /**
     * Takes up the last checkpoint.
     *
     * @return the epoch to go on with, from 0
     * @throws BadModelException where it is one of another training
     */
    int resume() throws IOException {
        Optional<Checkpoints.Checkpoint> latest = checkpoints == null ? Optional.empty() : checkpoints.latest();
        if (latest.isEmpty()) {
            return 0;
        }
        var folder = ModelFolder.open(latest.get().folder(), NAME);
        if (!Hyperparameters.format(folder.hyperparameters(LinearLearnerHyperparameters.class))
                .equals(Hyperparameters.format(settings))) {
            throw new BadModelException("the checkpoint " + latest.get().folder() + " is of other hyperparameters");
        }
        float[] w = folder.floats("weights", models, size);
        float[] m = folder.floats("first_moments", models, size);
        float[] v = folder.floats("second_moments", models, size);
        float[] best = folder.floats("best_weights", models, size);
        if (!(folder.array("best_measures").values() instanceof double[] measures)
                || !(folder.array("epochs_without_improvement").values() instanceof int[] waited)
                || !(folder.array("touched").values() instanceof int[] touched)
                || measures.length != models
                || waited.length != models
                || touched.length != groups.getFirst().models.touched.length) {
            throw new BadModelException("the checkpoint " + latest.get().folder() + " is of other models");
        }
        int steps;
        try {
            steps = Integer.parseInt(folder.property("steps"));
        } catch (NumberFormatException e) {
            throw new BadModelException("the steps of a checkpoint must be a number", e);
        }
        int number = 0;
        for (Group group : groups) {
            for (int model = 0; model < group.candidates.size(); model++, number++) {
                group.models.set(group.models.w, model, w, number * size);
                group.models.set(group.models.m, model, m, number * size);
                group.models.set(group.models.v, model, v, number * size);
                take(group.candidates.get(model), best, number, measures[number], waited[number]);
            }
            group.models.goOnFrom(steps, touched);
        }
        context.log("going on after epoch " + latest.get().step());
        return Math.toIntExact(latest.get().step());
    }

    private void take(Candidate candidate, float[] best, int number, double measure, int waited) {
        candidate.bestMeasure = measure;
        candidate.ended = waited < 0;
        candidate.epochsWithoutImprovement = Math.max(0, waited);
        if (Double.isFinite(measure)) {
            candidate.best = Arrays.copyOfRange(best, number * size, (number + 1) * size);
        }
    }
}
