package io.brume.algorithms.linear;

/** How the learning rate falls: by a factor every so many steps, to a minimum. */
record Schedule(double factor, int step, double minimum) {
    /** What {@code auto} makes the rate end at, as a part of the first one. */
    private static final double END = 0.01;

    static Schedule of(LinearLearnerHyperparameters settings, int batches) {
        if (!settings.useLrScheduler()) {
            return new Schedule(1, 1, 0);
        }
        double factor = settings.lrSchedulerFactor().orElse(0.99);
        double steps = (double) batches * settings.epochs();
        long auto = Math.round(steps * Math.log(factor) / Math.log(END));
        int step = settings.lrSchedulerStep().orElse((int) Math.clamp(auto, 1, Integer.MAX_VALUE));
        return new Schedule(factor, step, settings.lrSchedulerMinimumLr().orElse(1e-5));
    }

    /** @param number of the step, from 1 */
    double rate(double first, int number) {
        return Math.max(Math.min(first, minimum), first * Math.pow(factor, (number - 1) / step));
    }
}
