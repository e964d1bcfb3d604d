package io.brume.algorithms.search;

import java.util.ArrayDeque;

/**
 * Finds a local minimum of a smooth function in a box: limited-memory BFGS on the coordinates that are free to move, with steps
 * projected into the box.
 *
 * <p>J. Nocedal, S. Wright, "Numerical Optimization" (2nd edition, 2006), algorithm 7.4; D. Bertsekas, "Projected Newton Methods
 * for Optimization Problems with Simple Constraints" (SIAM J. Control Optim., 1982).
 */
final class Minimizer {
    private static final int MEMORY = 8;
    private static final int HALVINGS = 20;

    private Minimizer() {}

    /** A function with its gradient. */
    interface Function {
        /** The value at x, or infinity where there is none; writes the gradient. */
        double at(double[] x, double[] gradient);
    }

    /** The end of a descent. */
    record Minimum(double[] x, double value) {}

    private record Pair(double[] step, double[] change, double product) {}

    static Minimum descend(Function f, double[] start, double[] low, double[] high, int iterations) {
        int n = start.length;
        var x = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = Math.clamp(start[i], low[i], high[i]);
        }
        var gradient = new double[n];
        double value = f.at(x, gradient);
        var pairs = new ArrayDeque<Pair>();
        var next = new double[n];
        var nextGradient = new double[n];
        for (int iteration = 0; iteration < iterations && Double.isFinite(value); iteration++) {
            double[] direction = direction(x, gradient, low, high, pairs);
            double largest = 0;
            for (double d : direction) {
                largest = Math.max(largest, Math.abs(d));
            }
            if (!(largest > 1e-9)) {
                break;
            }
            // The first step has no curvature to go by.
            double t = pairs.isEmpty() ? Math.min(1, 0.1 / largest) : 1;
            double reached = Double.POSITIVE_INFINITY;
            boolean lower = false;
            for (int halving = 0; halving < HALVINGS && !lower; halving++, t /= 2) {
                double slope = 0;
                for (int i = 0; i < n; i++) {
                    next[i] = Math.clamp(x[i] + t * direction[i], low[i], high[i]);
                    slope += gradient[i] * (next[i] - x[i]);
                }
                reached = f.at(next, nextGradient);
                lower = reached < value && reached <= value + 1e-4 * slope;
            }
            if (!lower) {
                if (pairs.isEmpty()) {
                    break;
                }
                pairs.clear();
                continue;
            }
            remember(pairs, x, next, gradient, nextGradient);
            boolean done = value - reached <= 1e-9 * Math.max(1, Math.abs(value));
            System.arraycopy(next, 0, x, 0, n);
            System.arraycopy(nextGradient, 0, gradient, 0, n);
            value = reached;
            if (done) {
                break;
            }
        }
        return new Minimum(x, value);
    }

    private static void remember(
            ArrayDeque<Pair> pairs, double[] x, double[] next, double[] gradient, double[] nextGradient) {
        var step = new double[x.length];
        var change = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            step[i] = next[i] - x[i];
            change[i] = nextGradient[i] - gradient[i];
        }
        double product = dot(step, change);
        if (product > 1e-12 * dot(change, change)) {
            pairs.addLast(new Pair(step, change, product));
            if (pairs.size() > MEMORY) {
                pairs.removeFirst();
            }
        }
    }

    /** The quasi-Newton direction without the coordinates that would leave the box; 0 at a minimum. */
    private static double[] direction(
            double[] x, double[] gradient, double[] low, double[] high, ArrayDeque<Pair> pairs) {
        int n = x.length;
        var bound = new boolean[n];
        var direction = new double[n];
        for (int i = 0; i < n; i++) {
            bound[i] = x[i] <= low[i] && gradient[i] > 0 || x[i] >= high[i] && gradient[i] < 0;
            direction[i] = bound[i] ? 0 : -gradient[i];
        }
        double[] steepest = direction.clone();
        var shares = new double[pairs.size()];
        int at = pairs.size();
        for (var newest = pairs.descendingIterator(); newest.hasNext(); ) {
            Pair pair = newest.next();
            shares[--at] = dot(pair.step, direction) / pair.product;
            add(direction, -shares[at], pair.change);
        }
        if (!pairs.isEmpty()) {
            Pair last = pairs.getLast();
            double scale = last.product / dot(last.change, last.change);
            for (int i = 0; i < n; i++) {
                direction[i] *= scale;
            }
        }
        for (Pair pair : pairs) {
            add(direction, shares[at] - dot(pair.change, direction) / pair.product, pair.step);
            at++;
        }
        for (int i = 0; i < n; i++) {
            direction[i] = bound[i] ? 0 : direction[i];
        }
        return dot(direction, gradient) < 0 ? direction : steepest;
    }

    private static void add(double[] to, double factor, double[] other) {
        for (int i = 0; i < to.length; i++) {
            to[i] += factor * other[i];
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
