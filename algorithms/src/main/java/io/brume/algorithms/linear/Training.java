package io.brume.algorithms.linear;

import io.brume.algorithms.BadDataException;
import io.brume.algorithms.BadModelException;
import io.brume.algorithms.Trained;
import io.brume.algorithms.TrainingContext;
import io.brume.algorithms.TrainingData;
import io.brume.algorithms.data.Batch;
import io.brume.algorithms.data.DenseBatch;
import io.brume.algorithms.data.SparseBatch;
import io.brume.algorithms.linear.LinearLearnerHyperparameters.Criterion;
import io.brume.algorithms.linear.LinearLearnerHyperparameters.LossFunction;
import io.brume.algorithms.linear.LinearLearnerHyperparameters.PredictorType;
import io.brume.algorithms.model.ModelFolder;
import io.brume.algorithms.model.TrainedModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Epochs, until none of the models improves any more, and the choice of the best one. Several models are shared out among the
 * threads, so the threads make no difference to them; a single one is trained by all threads together.
 */
final class Training {
    private final LinearLearnerHyperparameters settings;
    private final TrainingContext context;
    private final LearningData data;
    private final Optimizer optimizer;
    private final Loss loss;
    private final Schedule schedule;
    private final int columns;
    private final List<Candidate> candidates;
    private final List<Group> groups;
    private final TrainingState state;

    Training(LinearLearnerHyperparameters settings, TrainingContext context, LearningData data) throws IOException {
        this.settings = settings;
        this.context = context;
        this.data = data;
        optimizer = new Optimizer(settings);
        loss = Loss.of(settings, data.standard().labelScale());
        schedule = Schedule.of(settings, data.train().size());
        columns = data.columns() + (settings.useBias() ? 1 : 0);
        long parameters = (long) columns * settings.outputs();
        candidates = Variant.of(
                        settings,
                        parameters,
                        data.balancedWeight(),
                        squaredNorm(data.train().getFirst()),
                        (long) data.train().size() * settings.epochs())
                .stream()
                .map(Candidate::new)
                .toList();
        groups = groups();
        startFromEarlierModel();
        state = new TrainingState(settings, context, groups);
    }

    /** The mean of the squared lengths of a batch's rows. */
    private static double squaredNorm(Batch batch) {
        float[] values = switch (batch) {
            case DenseBatch dense -> dense.values();
            case SparseBatch sparse -> sparse.values();
            default -> new float[0];
        };
        double sum = 0;
        for (float value : values) {
            sum += (double) value * value;
        }
        return sum / batch.rows();
    }

    private List<Group> groups() {
        int count = Math.min(candidates.size(), context.threads());
        var made = new ArrayList<Group>();
        for (int g = 0; g < count; g++) {
            List<Candidate> own =
                    candidates.subList(candidates.size() * g / count, candidates.size() * (g + 1) / count);
            made.add(group(own, candidates.size() == 1 ? context.threads() : 1));
        }
        return made;
    }

    private Group group(List<Candidate> own, int workerCount) {
        List<Variant> variants =
                own.stream().map(candidate -> candidate.variant).toList();
        var weights = variants.stream()
                .map(variant -> data.classWeights(settings, variant))
                .toArray(float[][]::new);
        Models models;
        try {
            models = new Models(variants, settings.outputs(), columns, data.sparse(), weights);
        } catch (ArithmeticException e) {
            throw new BadDataException("%d models of %d outputs and %d features are more than can be held in memory"
                    .formatted(variants.size(), settings.outputs(), data.columns()));
        }
        models.init(settings, context.seed(), settings.useBias());
        var workers = new Worker[workerCount];
        for (int i = 0; i < workerCount; i++) {
            workers[i] = new Worker(models, settings, optimizer, loss, schedule);
        }
        return new Group(models, own, workers);
    }

    private void startFromEarlierModel() throws IOException {
        if (context.earlierModel().isEmpty()) {
            return;
        }
        var folder = ModelFolder.open(context.earlierModel().get(), LinearLearner.NAME);
        LinearModel.Weights weights = LinearModel.load(folder).weights();
        if (weights.columns() != data.columns() || weights.outputs() != settings.outputs()) {
            throw new BadModelException("the earlier model has %d features and %d outputs, not %d and %d"
                    .formatted(weights.columns(), weights.outputs(), data.columns(), settings.outputs()));
        }
        float[] folded = data.standard().fold(weights, settings.useBias());
        for (Group group : groups) {
            for (int model = 0; model < group.candidates.size(); model++) {
                group.models.set(group.models.w, model, folded, 0);
            }
        }
    }

    Trained train() throws IOException {
        var pace = new Pace(context, (double) data.rows() * settings.epochs() * groups.size());
        for (int epoch = state.resume(); epoch < settings.epochs(); epoch++) {
            if (groups.stream().allMatch(Group::ended)) {
                context.log("no model improves any more, so training ends after " + epoch + " epochs");
                break;
            }
            epoch(epoch, pace);
            if (context.stopped()) {
                break;
            }
            measure(epoch);
            state.after(epoch);
        }
        return chosen();
    }

    private void epoch(int epoch, Pace pace) {
        int[] order = MiniBatches.identity(data.train().size());
        MiniBatches.shuffle(order, new SplittableRandom(context.seed() * 31 + epoch + 1));
        groups.forEach(Group::begin);
        boolean shared = candidates.size() == 1;
        context.parallel(thread -> {
            if (shared || thread < groups.size()) {
                Group group = groups.get(shared ? 0 : thread);
                group.learn(
                        shared ? thread : 0,
                        data.train(),
                        order,
                        data.validation().isEmpty(),
                        context,
                        pace);
                if (!shared) {
                    judge(group);
                }
            }
        });
        if (shared && !context.stopped()) {
            judge(groups.getFirst());
        }
    }

    /** Measures a group's models after an epoch, and keeps their weights where they are the best so far. */
    private void judge(Group group) {
        boolean onCriterion = criterion() != Criterion.LOSS_FUNCTION
                && settings.binaryClassifierModelSelectionCriteria().isPresent()
                && !data.validation().isEmpty();
        double[] losses = data.validation().isEmpty() || onCriterion ? null : validationLosses(group);
        for (int model = 0; model < group.candidates.size() && !context.stopped(); model++) {
            Candidate candidate = group.candidates.get(model);
            if (candidate.ended) {
                continue;
            }
            float[] weights = group.models.get(group.models.w, model);
            double measure;
            if (losses != null) {
                candidate.loss = losses[model];
                measure = candidate.loss;
            } else if (onCriterion) {
                Measures measures = measures(candidate.variant, weights, data.validation());
                candidate.loss = measures.loss();
                measure = Double.isFinite(candidate.loss) ? -threshold(measures).value() : Double.NaN;
            } else {
                candidate.loss = group.trainingLoss(model);
                measure = candidate.loss;
            }
            if (candidate.isBest(measure, settings.earlyStoppingTolerance(), settings.earlyStoppingPatience())) {
                candidate.best = weights;
            }
        }
    }

    private double[] validationLosses(Group group) {
        var losses = new double[group.candidates.size()];
        double weight = 0;
        for (Batch batch : data.validation()) {
            float[] scores = group.worker().score(batch);
            for (int model = 0; model < losses.length; model++) {
                losses[model] += loss.sum(scores, model * settings.outputs(), group.models.width, batch);
            }
            weight += Group.weight(batch);
        }
        for (int model = 0; model < losses.length; model++) {
            losses[model] /= weight;
        }
        return losses;
    }

    private void measure(int epoch) {
        double best = Double.POSITIVE_INFINITY;
        double training = Double.POSITIVE_INFINITY;
        for (Group group : groups) {
            for (int model = 0; model < group.candidates.size(); model++) {
                double loss = group.candidates.get(model).loss;
                if (loss < best) {
                    best = loss;
                    training = group.trainingLoss(model);
                }
            }
        }
        if (best < Double.POSITIVE_INFINITY) {
            context.metric("train:objective_loss", training, epoch);
            if (!data.validation().isEmpty()) {
                context.metric("validation:objective_loss", best, epoch);
            }
        }
    }

    private Criterion criterion() {
        return settings.predictorType() == PredictorType.BINARY_CLASSIFIER
                ? settings.binaryClassifierModelSelectionCriteria().orElse(Criterion.ACCURACY)
                : Criterion.LOSS_FUNCTION;
    }

    private record Choice(Candidate candidate, float[] weights, Threshold threshold) {}

    private Trained chosen() throws IOException {
        List<Batch> calibration = calibration();
        var choices = new ArrayList<Choice>();
        for (Group group : groups) {
            for (int model = 0; model < group.candidates.size(); model++) {
                Candidate candidate = group.candidates.get(model);
                float[] weights = candidate.best;
                if (weights == null && context.stopped()) {
                    weights = group.models.get(group.models.w, model);
                }
                if (weights != null) {
                    Measures measures = measures(candidate.variant, weights, calibration);
                    if (Double.isFinite(measures.loss())) {
                        choices.add(new Choice(candidate, weights, threshold(measures)));
                    }
                }
            }
        }
        Choice choice = choices.stream()
                .max(Comparator.comparing(each -> each.threshold().value()))
                .orElseThrow(
                        () -> new BadDataException(
                                "training diverged: the loss of every model grew without bound; a lower learning_rate may help"));
        return result(choice);
    }

    private Trained result(Choice choice) {
        var metrics = new LinkedHashMap<String, Double>();
        float score = choice.threshold().score();
        channels().forEach((channel, batches) -> {
            if (!batches.isEmpty()) {
                metrics.putAll(measures(choice.candidate().variant, choice.weights(), batches)
                        .byName(channel, score));
            }
        });
        metrics.forEach((name, value) -> context.metric(name, value, settings.epochs() - 1L));
        context.log("the best of " + candidates.size() + " models: " + choice.candidate().variant);
        context.progress(1);
        var weights = data.standard().unfold(choice.weights(), settings.outputs(), settings.useBias());
        var model = new LinearModel(settings, weights, score);
        return new TrainedModel(
                model, Collections.unmodifiableMap(metrics), () -> model.write(ModelFolder.of(LinearLearner.NAME)));
    }

    /** Training rows are measured where there are no others. */
    private Map<String, List<Batch>> channels() {
        var channels = new LinkedHashMap<String, List<Batch>>();
        channels.put(data.validation().isEmpty() ? TrainingData.TRAIN : TrainingData.VALIDATION, calibrationOrAll());
        channels.put(TrainingData.TEST, data.test());
        return channels;
    }

    private List<Batch> calibrationOrAll() {
        return data.validation().isEmpty() ? calibration() : data.validation();
    }

    /** Rows that the best model and its threshold are chosen on. */
    private List<Batch> calibration() {
        List<Batch> from = data.validation().isEmpty() ? data.train() : data.validation();
        long wanted = settings.numCalibrationSamples().orElse(Integer.MAX_VALUE);
        var batches = new ArrayList<Batch>();
        for (Batch batch : from) {
            if (wanted > 0) {
                batches.add(batch);
                wanted -= batch.rows();
            }
        }
        return batches;
    }

    private Measures measures(Variant variant, float[] weights, List<Batch> batches) {
        var alone = new Models(List.of(variant), settings.outputs(), columns, data.sparse(), new float[1][]);
        alone.set(alone.w, 0, weights, 0);
        var worker = new Worker(alone, settings, optimizer, loss, schedule);
        return Measures.of(worker, batches, loss, data.standard(), settings);
    }

    /** Where the criterion is the loss, its negative at the threshold halfway between the classes. */
    private Threshold threshold(Measures measures) {
        return criterion() == Criterion.LOSS_FUNCTION
                ? new Threshold(settings.lossFunction() == LossFunction.HINGE_LOSS ? 0 : 0.5f, -measures.loss())
                : Threshold.best(measures.labels(), measures.scores(), settings, criterion());
    }
}
