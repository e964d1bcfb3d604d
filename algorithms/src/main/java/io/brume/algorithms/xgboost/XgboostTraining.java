package io.brume.algorithms.xgboost;

import io.brume.algorithms.BadDataException;
import io.brume.algorithms.BadHyperparameterException;
import io.brume.algorithms.Trained;
import io.brume.algorithms.TrainingContext;
import io.brume.algorithms.TrainingData;
import io.brume.algorithms.data.Dataset;
import io.brume.algorithms.model.Checkpoints;
import io.brume.algorithms.model.ModelFolder;
import io.brume.algorithms.model.TrainedModel;
import io.brume.algorithms.xgboost.XgboostHyperparameters.ProcessType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.jspecify.annotations.Nullable;

/** Rounds of boosting: what each is measured by, when they end, and which of them is the best. */
final class XgboostTraining implements AutoCloseable {
    private static final String BEST_ROUND = "best_iteration";
    private static final String BEST_SCORE = "best_score";
    /** A property of checkpoints: at which round of the booster the job began. */
    private static final String FIRST_ROUND = "first_round";
    /** Nanoseconds between checkpoints, at least. */
    private static final long CHECKPOINT_EVERY = 10_000_000_000L;

    private final XgboostHyperparameters settings;
    private final TrainingContext context;
    private final RoundMetrics metrics;
    private final List<TrainingMatrix> channels = new ArrayList<>();
    private final @Nullable Checkpoints checkpoints;
    private @Nullable Booster booster;
    private Map<String, Double> last = new LinkedHashMap<>();
    private Map<String, Double> best = new LinkedHashMap<>();
    private int bestRound = -1;
    private double bestScore;
    private int firstRound;
    private long saved = System.nanoTime();

    XgboostTraining(TrainingData data, XgboostHyperparameters settings, TrainingContext context)
            throws IOException, XGBoostError {
        this.settings = settings;
        this.context = context;
        metrics = new RoundMetrics(settings);
        checkpoints = context.checkpoints().map(Checkpoints::new).orElse(null);
        int threads = threads();
        try {
            booster = earlier();
            int width = booster == null ? 0 : (int) booster.getNumFeature();
            channels.add(TrainingMatrix.read(TrainingData.TRAIN, data.train(), settings, width, threads));
            int columns = channels.getFirst().columns();
            settings.checkColumns(columns);
            if (settings.objective().classifies()) {
                channels.getFirst().severalClasses();
            }
            Optional<Dataset> validation = data.validation();
            if (validation.isPresent()) {
                channels.add(
                        TrainingMatrix.read(TrainingData.VALIDATION, validation.get(), settings, columns, threads));
            }
            booster = ready(booster);
        } catch (XGBoostError | IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private int threads() {
        return Math.min(context.threads(), settings.nthread().orElse(context.threads()));
    }

    /** The last checkpoint, or the model to train further. */
    private @Nullable Booster earlier() throws IOException, XGBoostError {
        var latest = checkpoints == null ? Optional.<Checkpoints.Checkpoint>empty() : checkpoints.latest();
        Optional<Path> folder = latest.map(Checkpoints.Checkpoint::folder).or(context::earlierModel);
        if (folder.isEmpty()) {
            if (settings.processType() == ProcessType.UPDATE) {
                throw new BadHyperparameterException(
                        "process_type", "process_type update needs an earlier model, whose trees it changes");
            }
            return null;
        }
        var model = ModelFolder.open(folder.get(), Xgboost.NAME);
        byte[] json = model.file(XgboostModel.FILE);
        // Reading it ourselves first finds what is broken, which the library might not survive.
        XgboostModel read = XgboostModel.of(json);
        if (read.outputs() != settings.outputs()) {
            throw new BadHyperparameterException(
                    "num_class",
                    "the earlier model has " + read.outputs() + " outputs a row, and this training "
                            + settings.outputs());
        }
        Booster earlier = XGBoost.loadModel(json);
        if (latest.isPresent()) {
            firstRound = model.number(FIRST_ROUND);
            resumeBest(earlier);
            context.log("training goes on from the checkpoint after round "
                    + latest.get().step());
        } else {
            firstRound = settings.processType() == ProcessType.UPDATE ? 0 : earlier.getNumBoostedRound();
        }
        return earlier;
    }

    private void resumeBest(Booster earlier) throws XGBoostError {
        String round = earlier.getAttr(BEST_ROUND);
        String score = earlier.getAttr(BEST_SCORE);
        if (round != null && score != null) {
            bestRound = Integer.parseInt(round);
            bestScore = Double.parseDouble(score);
        }
    }

    private Booster ready(@Nullable Booster earlier) throws XGBoostError {
        Map<String, Object> parameters = settings.forXgboost(context.threads(), (int) context.seed());
        Booster ready = earlier == null
                ? XGBoost.train(channels.getFirst().matrix(), parameters, 0, new HashMap<>(), null, null)
                : earlier;
        if (earlier != null) {
            earlier.setParams(parameters);
        }
        for (String metric : metrics.xgboosts) {
            ready.setParam("eval_metric", metric);
        }
        return ready;
    }

    private Booster booster() {
        if (booster == null) {
            throw new IllegalStateException("the training is closed");
        }
        return booster;
    }

    Trained train() throws IOException, XGBoostError {
        int end = Math.addExact(firstRound, settings.numRound());
        int round = settings.processType() == ProcessType.UPDATE ? 0 : booster().getNumBoostedRound();
        for (; round < end && !context.stopped(); round++) {
            booster().update(channels.getFirst().matrix(), round);
            last = metrics.measure(booster(), channels, round);
            for (var metric : last.entrySet()) {
                context.metric(metric.getKey(), metric.getValue(), round);
            }
            boolean enough = settings.earlyStoppingRounds().isPresent() && noLongerBetter(round);
            context.progress((round + 1.0 - firstRound) / settings.numRound());
            if (enough) {
                context.log("training ends after round " + round + ": the best was round " + bestRound);
                break;
            }
            if (checkpoints != null && System.nanoTime() - saved > CHECKPOINT_EVERY) {
                checkpoint(checkpoints, round);
            }
        }
        if (round == 0 && booster().getNumBoostedRound() == 0) {
            throw new BadDataException("training was stopped before the first round, so there is no model");
        }
        if (checkpoints != null && context.stopped()) {
            checkpoint(checkpoints, round - 1);
        }
        if (bestRound < 0 && booster().getAttr(BEST_ROUND) != null) {
            // An earlier model that was trained with early stopping had a best round, which is no longer the one.
            booster().setAttr(BEST_ROUND, String.valueOf(booster().getNumBoostedRound() - 1));
        }
        context.progress(1);
        XgboostModel model = XgboostModel.of(booster().toByteArray("json"));
        var used = settings; // the model is not to keep the training's matrices
        return new TrainedModel(
                model,
                Collections.unmodifiableMap(best.isEmpty() ? last : best),
                () -> ModelFolder.of(Xgboost.NAME).hyperparameters(used).file(XgboostModel.FILE, model.json()));
    }

    /** Looks at the last metric of the last channel, as XGBoost does. */
    private boolean noLongerBetter(int round) throws XGBoostError {
        String name = last.keySet().stream()
                .filter(metric -> metric.startsWith(channels.getLast().channel() + ":"))
                .reduce((first, second) -> second)
                .orElseThrow();
        double score = last.getOrDefault(name, Double.NaN);
        boolean better = RoundMetrics.greaterIsBetter(name) ? score > bestScore : score < bestScore;
        if (bestRound < 0 || better) {
            bestRound = round;
            bestScore = score;
            best = last;
            booster().setAttr(BEST_ROUND, String.valueOf(round));
            booster().setAttr(BEST_SCORE, String.valueOf(score));
        }
        return round - bestRound >= settings.earlyStoppingRounds().orElseThrow();
    }

    private void checkpoint(Checkpoints into, int round) throws IOException, XGBoostError {
        byte[] json = booster().toByteArray("json");
        into.save(
                round,
                folder -> ModelFolder.of(Xgboost.NAME)
                        .hyperparameters(settings)
                        .property(FIRST_ROUND, firstRound)
                        .file(XgboostModel.FILE, json)
                        .write(folder));
        saved = System.nanoTime();
    }

    @Override
    public void close() {
        if (booster != null) {
            booster.dispose();
            booster = null;
        }
        channels.forEach(TrainingMatrix::close);
        channels.clear();
    }
}
