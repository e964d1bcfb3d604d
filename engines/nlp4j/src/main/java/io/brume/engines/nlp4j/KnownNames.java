package io.brume.engines.nlp4j;

import io.brume.engines.nlp4j.tagger.Vocabulary;
import io.brume.engines.text.EntityRecognizer.EntityType;
import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Names known by heart, {@code known-names.txt}: products, events, firms, works. */
final class KnownNames {

    private static final int LONGEST = 6;

    private final Map<String, EntityType> exact = new HashMap<>();
    private final Set<String> ordinary = new HashSet<>();
    private final Map<String, EntityType> anyCase = new HashMap<>();

    private KnownNames() {}

    static KnownNames load(Vocabulary vocabulary) throws IOException {
        KnownNames names = new KnownNames();
        try (InputStream in = KnownNames.class.getResourceAsStream("known-names.txt")) {
            if (in == null) {
                throw new FileNotFoundException("known-names.txt");
            }
            EntityType type = null;
            for (String line : new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .toList()) {
                if (line.isBlank() || line.startsWith("#")) {
                    continue;
                }
                if (line.equals(line.toUpperCase(Locale.ROOT)) && !line.contains(",")) {
                    type = EntityType.valueOf(line.strip());
                } else if (type != null) {
                    for (String name : line.split(", ", -1)) {
                        names.add(name.strip(), type, vocabulary);
                    }
                }
            }
        }
        return names;
    }

    private void add(String name, EntityType type, Vocabulary vocabulary) {
        boolean dictionary = vocabulary.isCommonWord(name.toLowerCase(Locale.ROOT));
        if (dictionary && type == EntityType.TITLE) {
            return; // the words around it must tell
        }
        if (dictionary) {
            ordinary.add(name);
        }
        exact.putIfAbsent(name, type);
        boolean rare = false;
        for (String word : name.split(" ", -1)) {
            rare |= word.length() > 3 && !vocabulary.isCommonWord(word.toLowerCase(Locale.ROOT));
        }
        if (rare || name.contains(" ") && name.length() > 7) {
            anyCase.putIfAbsent(name.toLowerCase(Locale.ROOT), type);
        }
    }

    /** @param style names in small letters are only looked for where a sentence has no capitals */
    List<Candidate> find(String text, List<Word> words, CaseRestorer.Style style) {
        List<Candidate> found = new ArrayList<>();
        for (int i = 0; i < words.size(); ) {
            int next = i + 1;
            for (int end = Math.min(words.size(), i + LONGEST); end > i; end--) {
                int from = words.get(i).begin();
                int to = words.get(end - 1).end();
                EntityType type = to - from > 40 ? null : typeOf(text.substring(from, to), style);
                if (i == 0
                        && end == 1
                        && type != null
                        && ordinary.contains(words.getFirst().form())) {
                    type = null; // a capital at the start of a sentence says nothing
                }
                if (type != null) {
                    found.add(
                            new Candidate(from, to, type, "known-" + type.name().toLowerCase(Locale.ROOT)));
                    next = end;
                    break;
                }
            }
            i = next;
        }
        return found;
    }

    private @Nullable EntityType typeOf(String phrase, CaseRestorer.Style style) {
        String plain = phrase.replace('’', '\'');
        EntityType type = exact.get(plain);
        if (type == null && style != CaseRestorer.Style.MIXED) {
            type = anyCase.get(plain.toLowerCase(Locale.ROOT));
        }
        return type;
    }
}
