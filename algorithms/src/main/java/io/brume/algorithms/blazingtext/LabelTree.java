package io.brume.algorithms.blazingtext;

import java.util.Arrays;
import java.util.PriorityQueue;

/**
 * A Huffman tree over labels, for the hierarchical softmax of Morin and Bengio, 2005: a label's probability is the product of
 * those of the turns on the way to it. Inner node i has row i of the output matrix; the root is the last one.
 */
final class LabelTree {
    /** Inner nodes from the label up to the root. */
    final int[][] nodes;
    /** Whether the way goes right at each of them. */
    final boolean[][] right;

    private final int[] left;
    private final int[] rightChild;
    private final int labels;

    LabelTree(int[] counts) {
        labels = counts.length;
        left = new int[Math.max(0, labels - 1)];
        rightChild = new int[left.length];
        var weights = new long[labels + left.length];
        var parents = new int[weights.length];
        var queue = new PriorityQueue<Integer>(
                (a, b) -> weights[a] == weights[b] ? Integer.compare(a, b) : Long.compare(weights[a], weights[b]));
        for (int label = 0; label < labels; label++) {
            weights[label] = counts[label];
            queue.add(label);
        }
        for (int inner = 0; inner < left.length; inner++) {
            left[inner] = queue.remove();
            rightChild[inner] = queue.remove();
            parents[left[inner]] = inner;
            parents[rightChild[inner]] = inner;
            weights[labels + inner] = weights[left[inner]] + weights[rightChild[inner]];
            queue.add(labels + inner);
        }
        nodes = new int[labels][];
        right = new boolean[labels][];
        for (int label = 0; label < labels; label++) {
            way(label, parents);
        }
    }

    private void way(int label, int[] parents) {
        var way = new Ints();
        var turns = new Ints();
        for (int node = label; node != labels + left.length - 1; ) {
            int parent = parents[node];
            way.add(parent);
            turns.add(rightChild[parent] == node ? 1 : 0);
            node = labels + parent;
        }
        nodes[label] = way.toArray();
        right[label] = new boolean[turns.size()];
        for (int i = 0; i < turns.size(); i++) {
            right[label][i] = turns.get(i) == 1;
        }
    }

    int innerNodes() {
        return left.length;
    }

    /** The probabilities of all labels from the scores of all inner nodes. */
    float[] probabilities(float[] scores) {
        var reach = new float[labels + left.length];
        Arrays.fill(reach, 1);
        for (int inner = left.length - 1; inner >= 0; inner--) {
            double turn = 1 / (1 + Math.exp(-scores[inner]));
            float here = reach[labels + inner];
            reach[left[inner]] = (float) (here * (1 - turn));
            reach[rightChild[inner]] = (float) (here * turn);
        }
        return Arrays.copyOf(reach, labels);
    }
}
