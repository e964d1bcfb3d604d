package io.brume.algorithms.lda;

import io.brume.algorithms.TrainingContext;
import io.brume.algorithms.kernel.Kernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Random;

/**
 * Learns topics by stochastic collapsed variational inference: sweeps over a batch of documents, then a step of the counts of
 * words in topics towards what the batch says (Foulds, Boyles, DuBois, Smyth and Welling, "Stochastic Collapsed Variational
 * Bayesian Inference for Latent Dirichlet Allocation", KDD 2013). After a few passes of small batches come passes of all
 * documents at once.
 */
final class TopicTrainer {
    private static final int SWEEPS = 5;
    /** Passes of small batches, which find topics fast but never come to rest. */
    private static final int STOCHASTIC_PASSES = 3;

    private static final int BATCHES = 64;
    private static final int SMALLEST_BATCH = 64;
    /** The step of batch t is t^-0.6; anything above 1/2 and up to 1 comes to rest in the end. */
    private static final double DECAY = -0.6;

    private static final int FEW_WORDS = 200_000;
    private static final int FIRST_SWEEPS = 50;
    private static final int MORE_SWEEPS = 100;
    /** Documents that the prior is learnt from. */
    private static final int SAMPLE = 2000;

    private static final int PRIOR_STEPS = 5;

    private final Documents documents;
    private final LdaHyperparameters settings;
    private final TrainingContext context;
    private final int[] order;
    private final double[] words;
    private final double total;
    private final TopicCounts counts;
    private final float[] alpha;
    private final DocumentSweep[] sweeps;
    private final float[][] gathered;
    private int steps;

    TopicTrainer(Documents documents, LdaHyperparameters settings, TrainingContext context) {
        this.documents = documents;
        this.settings = settings;
        this.context = context;
        order = shuffled(documents.size(), new Random(context.seed()));
        words = documents.occurrences(settings.featureDim());
        total = documents.total();
        counts = new TopicCounts(settings.featureDim(), settings.numTopics());
        alpha = new float[settings.numTopics()];
        Arrays.fill(alpha, (float) (settings.alpha0() / settings.numTopics()));
        sweeps = new DocumentSweep[context.threads()];
        Arrays.setAll(sweeps, i -> new DocumentSweep(settings.numTopics(), counts.stride()));
        gathered = new float[context.threads()][counts.size()];
    }

    private static int[] shuffled(int size, Random random) {
        var order = new int[size];
        Arrays.setAll(order, i -> i);
        for (int i = size - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int swap = order[i];
            order[i] = order[other];
            order[other] = swap;
        }
        return order;
    }

    /** Learns until the likelihood no longer grows. */
    TopicModel train() {
        boolean found = start();
        double before = Double.NEGATIVE_INFINITY;
        double first = 0;
        double least = Math.sqrt(settings.tol());
        int stochasticPasses = found ? 0 : STOCHASTIC_PASSES;
        for (int pass = 0; pass < settings.maxIterations() && !context.stopped(); pass++) {
            boolean stochastic = pass < stochasticPasses;
            double likelihood = pass(stochastic ? batches() : 1);
            context.metric("train:pwll", likelihood, pass);
            // Topics have to be told apart before it can be said which are rare, and few words do not say it.
            if (!found && pass >= stochasticPasses - 1) {
                learnPrior();
            }
            double change = Math.abs((likelihood - before) / likelihood);
            if (pass == stochasticPasses) {
                first = Math.max(Math.min(change, 0.1), 2 * least);
            } else if (pass > stochasticPasses && !(change >= least)) {
                break;
            }
            double near = pass <= stochasticPasses ? 0 : Math.log(first / change) / Math.log(first / least);
            context.progress(Math.max(near, (double) (pass + 1) / settings.maxIterations()));
            before = likelihood;
        }
        context.progress(1);
        return new TopicModel(settings, counts.phi(), counts.stride(), alpha);
    }

    private int batches() {
        return Math.clamp(order.length / SMALLEST_BATCH, 1, BATCHES);
    }

    /**
     * Topics to begin with. Where words are few, those of the likeliest of several Gibbs chains, since there steps up the slope
     * end too early; many words teach enough in their first pass, whose small batches are as rough as draws.
     *
     * @return whether they are good enough to go on without small batches
     */
    private boolean start() {
        if (total > FEW_WORDS) {
            counts.scatter(words, new Random(context.seed()), context);
            return false;
        }
        var kept = new ArrayList<GibbsChain>();
        context.parallel(settings.maxRestarts(), (from, to) -> {
            GibbsChain best = chain(from);
            for (int i = from + 1; i < to && !context.stopped(); i++) {
                GibbsChain chain = chain(i);
                best = chain.logLikelihood() > best.logLikelihood() ? chain : best;
            }
            synchronized (kept) {
                kept.add(best);
            }
        });
        GibbsChain likeliest = Collections.max(kept, Comparator.comparingDouble(GibbsChain::logLikelihood));
        likeliest.sweep(MORE_SWEEPS, context);
        counts.set(likeliest.counts(), context);
        return true;
    }

    private GibbsChain chain(int restart) {
        var random = new Random(context.seed() * 31 + restart);
        var chain =
                new GibbsChain(documents, settings.featureDim(), settings.numTopics(), counts.stride(), alpha, random);
        chain.sweep(FIRST_SWEEPS, context);
        return chain;
    }

    /** A pass over the documents in so many batches; gives their log-likelihood a word, as it was met. */
    private double pass(int batches) {
        int size = order.length;
        double sum = 0;
        double seen = 0;
        for (int batch = 0; batch < batches && !context.stopped(); batch++) {
            int from = (int) ((long) size * batch / batches);
            int to = (int) ((long) size * (batch + 1) / batches);
            steps++;
            double rate = batches == 1 ? 1 : Math.pow(steps, DECAY);
            double length = 0;
            for (int i = from; i < to; i++) {
                length += documents.length(order[i]);
            }
            sum += batch(from, to, rate, length);
            seen += length;
        }
        return seen == 0 ? 0 : sum / seen;
    }

    /** Sweeps over a batch and takes a step of this size. */
    private double batch(int from, int to, double rate, double length) {
        int threads = context.threads();
        var logLikelihoods = new double[threads];
        context.parallel(thread -> {
            Arrays.fill(gathered[thread], 0);
            int begin = from + (int) ((long) (to - from) * thread / threads);
            int end = from + (int) ((long) (to - from) * (thread + 1) / threads);
            for (int i = begin; i < end; i++) {
                logLikelihoods[thread] += gather(order[i], sweeps[thread], gathered[thread]);
            }
        });
        if (length > 0) {
            counts.step(gathered, (float) (total / length * rate), (float) (1 - rate), context);
        }
        return Arrays.stream(logLikelihoods).sum();
    }

    private double gather(int document, DocumentSweep sweep, float[] sums) {
        int stride = counts.stride();
        sweep.sweep(documents, document, counts.phi(), alpha, SWEEPS);
        int from = documents.starts()[document];
        int distinct = documents.starts()[document + 1] - from;
        for (int n = 0; n < distinct; n++) {
            int row = documents.words()[from + n] * stride;
            Kernels.axpy(documents.counts()[from + n], sweep.shares(), n * stride, sums, row, settings.numTopics());
        }
        return sweep.logLikelihood();
    }

    /** Steps of the prior towards what draws for a sample of documents say. */
    private void learnPrior() {
        int size = Math.min(SAMPLE, order.length);
        var drawn = new float[size][];
        var lengths = new float[size];
        context.parallel(size, (begin, end) -> {
            var draws = new TopicDraws(settings.numTopics(), counts.stride(), new Random(context.seed() + begin));
            for (int i = begin; i < end; i++) {
                int document = order[order.length - 1 - i];
                lengths[i] = documents.length(document);
                drawn[i] = draws.draw(documents, document, counts.phi(), counts.stride(), alpha);
            }
        });
        Dirichlet.fit(drawn, lengths, alpha, PRIOR_STEPS);
    }
}
