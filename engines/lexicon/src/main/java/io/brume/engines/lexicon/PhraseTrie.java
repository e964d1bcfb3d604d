package io.brume.engines.lexicon;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Expressions of one or more words, found by their longest match.
 *
 * <p>An expression is words parted by blanks: {@code (a|b c)} is either, {@code ?a} is a word that may be missing, {@code _} is
 * any one word.
 */
final class PhraseTrie<T> {

    /**
     * @param value what was put
     * @param length how many tokens matched
     */
    record Match<T>(T value, int length) {}

    private static final class Node<T> {
        final Map<String, Node<T>> next = new HashMap<>();

        @Nullable
        T value;
    }

    private final Node<T> root = new Node<>();

    void put(String expression, T value) {
        for (List<String> words : expand(expression)) {
            Node<T> node = root;
            for (String word : words) {
                node = node.next.computeIfAbsent(word, w -> new Node<>());
            }
            if (node.value == null) {
                node.value = value;
            }
        }
    }

    /** The longest expression that starts at a token, or null. */
    @Nullable
    Match<T> longest(IntFunction<String> forms, int from, int to) {
        return walk(root, forms, from, from, to);
    }

    private static <T> @Nullable Match<T> walk(Node<T> node, IntFunction<String> forms, int from, int at, int to) {
        Match<T> best = null;
        if (at < to) {
            String form = forms.apply(at);
            Node<T> exact = node.next.get(form);
            if (exact != null) {
                best = walk(exact, forms, from, at + 1, to);
            }
            Node<T> any = node.next.get("_");
            if (any != null && Character.isLetterOrDigit(form.codePointAt(0))) {
                Match<T> other = walk(any, forms, from, at + 1, to);
                if (other != null && (best == null || other.length() > best.length())) {
                    best = other;
                }
            }
        }
        if (best == null && node.value != null) {
            return new Match<>(node.value, at - from);
        }
        return best;
    }

    /** All the word sequences that an expression stands for. */
    static List<List<String>> expand(String expression) {
        List<List<String>> all = new ArrayList<>();
        all.add(List.of());
        int at = 0;
        while (at < expression.length()) {
            if (expression.charAt(at) == ' ') {
                at++;
                continue;
            }
            List<List<String>> choices = new ArrayList<>();
            int end;
            if (expression.charAt(at) == '(') {
                end = expression.indexOf(')', at);
                if (end < 0) {
                    throw new IllegalArgumentException("no closing parenthesis in: " + expression);
                }
                for (String choice : expression.substring(at + 1, end).split("\\|")) {
                    choices.add(List.of(choice.trim().split(" +")));
                }
                end++;
            } else {
                boolean optional = expression.charAt(at) == '?' && at + 1 < expression.length();
                end = expression.indexOf(' ', at);
                end = end < 0 ? expression.length() : end;
                choices.add(List.of(expression.substring(optional ? at + 1 : at, end)));
                if (optional) {
                    choices.add(List.of());
                }
            }
            all = product(all, choices);
            at = end;
        }
        return all;
    }

    private static List<List<String>> product(List<List<String>> heads, List<List<String>> tails) {
        List<List<String>> all = new ArrayList<>();
        for (List<String> head : heads) {
            for (List<String> tail : tails) {
                List<String> both = new ArrayList<>(head);
                both.addAll(tail);
                all.add(both);
            }
        }
        return all;
    }
}
