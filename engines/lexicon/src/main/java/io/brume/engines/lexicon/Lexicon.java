package io.brume.engines.lexicon;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Words, signs and expressions with their valence, from -4 (worst) to 4 (best), and the cues that steer their reading.
 *
 * <p>The base is VADER's lexicon (Hutto and Gilbert, 2014), taken from its library when this module is built; {@code words.txt}
 * and {@code phrases.txt} correct it and add to it.
 */
final class Lexicon {

    private static final int LONGEST_HASHTAG = 40;

    private final Map<String, Double> words = new HashMap<>();
    private final Set<String> emoticons = new HashSet<>();
    private final PhraseTrie<Double> phrases = new PhraseTrie<>();
    private final PhraseTrie<EnumSet<Cue>> cues = new PhraseTrie<>();
    private final Map<String, Double> runTogether = new HashMap<>();

    private Lexicon() {}

    static Lexicon load() throws IOException {
        Lexicon lexicon = new Lexicon();
        for (String line : lines("vader_sentiment_lexicon.txt")) {
            lexicon.addVader(line);
        }
        for (String line : lines("words.txt")) {
            lexicon.addWords(line);
        }
        for (String line : lines("phrases.txt")) {
            lexicon.addPhrases(line);
        }
        Map<String, EnumSet<Cue>> kinds = new HashMap<>();
        for (String line : lines("cues.txt")) {
            addCues(line, kinds);
        }
        kinds.forEach((expression, set) -> {
            int blank = expression.indexOf(' ');
            EnumSet<Cue> all = EnumSet.copyOf(set);
            if (blank > 0) {
                all.addAll(kinds.getOrDefault(expression.substring(0, blank), EnumSet.noneOf(Cue.class)));
            }
            lexicon.cues.put(expression, all);
        });
        return lexicon;
    }

    static List<String> lines(String resource) throws IOException {
        try (InputStream in = Lexicon.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException("lexicon " + resource + " is missing beside " + Lexicon.class.getName());
            }
            return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("# "))
                    .toList();
        }
    }

    private void addVader(String line) {
        String[] fields = line.split("\t", 3);
        if (fields.length < 2) {
            return;
        }
        double valence = Double.parseDouble(fields[1].trim());
        String form = fields[0].strip();
        if (form.indexOf(' ') >= 0) {
            phrases.put(form.replace("can't", "can not"), valence);
        } else if (form.chars().anyMatch(c -> !Character.isLetterOrDigit(c) && c != '-' && c != '\'')) {
            emoticons.add(form);
            words.put(form, valence);
        } else {
            words.put(form.toLowerCase(Locale.ROOT), valence);
        }
    }

    private void addWords(String line) {
        String[] fields = line.split("\\s+");
        double valence = Double.parseDouble(fields[0]);
        for (int i = 1; i < fields.length; i++) {
            int slash = fields[i].length() - 2;
            if (slash > 0 && fields[i].charAt(slash) == '/') {
                String word = fields[i].substring(0, slash);
                for (String form : Inflection.forms(word, fields[i].charAt(slash + 1))) {
                    words.put(form, valence);
                }
            } else if (Emoji.starts(fields[i].codePointAt(0))) {
                words.put(Emoji.form(fields[i], 0), valence);
            } else {
                words.put(fields[i], valence);
            }
        }
    }

    private void addPhrases(String line) {
        int blank = line.indexOf(' ');
        double valence = Double.parseDouble(line.substring(0, blank));
        for (String expression : line.substring(blank + 1).split(" \\| ")) {
            phrases.put(expression.trim(), valence);
            if (valence != 0) {
                for (List<String> forms : PhraseTrie.expand(expression)) {
                    runTogether.putIfAbsent(String.join("", forms), valence);
                }
            }
        }
    }

    private static void addCues(String line, Map<String, EnumSet<Cue>> kinds) {
        int blank = line.indexOf(' ');
        Cue cue = Cue.valueOf(line.substring(0, blank).replace('-', '_').toUpperCase(Locale.ROOT));
        for (String expression : line.substring(blank + 1).split(" \\| ")) {
            kinds.computeIfAbsent(expression.trim(), e -> EnumSet.noneOf(Cue.class))
                    .add(cue);
        }
    }

    boolean isEmoticon(String form) {
        return emoticons.contains(form);
    }

    boolean knows(String form) {
        return words.containsKey(form);
    }

    /** A token's valence by itself, 0 when it has none. */
    double valence(Token token) {
        return switch (token.kind()) {
            case WORD -> word(token.form());
            case HASHTAG -> hashtag(token.form());
            case EMOJI, EMOTICON -> words.getOrDefault(token.form(), 0.0);
            case NUMBER, SIGN, ADDRESS -> 0;
        };
    }

    private double word(String form) {
        Double valence = words.get(form);
        if (valence != null) {
            return valence;
        }
        String shorter = squeeze(form, 2);
        if (shorter.length() == form.length()) {
            return 0;
        }
        valence = words.get(shorter);
        return valence != null ? valence : words.getOrDefault(squeeze(form, 1), 0.0);
    }

    private double hashtag(String form) {
        double valence = word(form);
        return valence != 0 || form.length() > LONGEST_HASHTAG ? valence : runTogether.getOrDefault(form, 0.0);
    }

    /** Cuts runs of three and more of a letter: {@code sooo} becomes {@code soo} or {@code so}. */
    static String squeeze(String form, int most) {
        StringBuilder kept = new StringBuilder(form.length());
        int at = 0;
        while (at < form.length()) {
            int end = at;
            while (end < form.length() && form.charAt(end) == form.charAt(at)) {
                end++;
            }
            int run = end - at;
            kept.repeat(form.charAt(at), run < 3 ? run : most);
            at = end;
        }
        return kept.toString();
    }

    PhraseTrie.@Nullable Match<Double> phrase(IntFunction<String> forms, int from, int to) {
        return phrases.longest(forms, from, to);
    }

    PhraseTrie.@Nullable Match<EnumSet<Cue>> cue(IntFunction<String> forms, int from, int to) {
        return cues.longest(forms, from, to);
    }
}
