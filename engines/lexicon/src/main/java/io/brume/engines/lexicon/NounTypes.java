package io.brume.engines.lexicon;

import io.brume.engines.text.TargetedSentimentAnalyzer.TargetType;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What kind of thing a common noun names, from {@code nouns.txt}; singular and plural alike. */
final class NounTypes {

    private static final String NONE = "NONE";

    private static final List<String> PERSON_ENDINGS = List.of(
            "keeper", "maker", "ologist", "grapher", "driver", "worker", "player", "seller", "owner", "woman", "women",
            "man", "men");

    private final Map<String, TargetType> types = new HashMap<>();
    private final Set<String> none = new HashSet<>();

    private NounTypes() {}

    static NounTypes load() throws IOException {
        NounTypes nouns = new NounTypes();
        for (String line : Lexicon.lines("nouns.txt")) {
            int blank = line.indexOf(' ');
            String type = line.substring(0, blank);
            for (String noun : line.substring(blank + 1).split(" \\| ")) {
                if (type.equals(NONE)) {
                    nouns.none.add(noun.trim());
                } else {
                    nouns.types.putIfAbsent(noun.trim(), TargetType.valueOf(type));
                }
            }
        }
        return nouns;
    }

    /** The type of a noun or compound, or null when it is not listed. */
    @Nullable
    TargetType of(String noun) {
        TargetType type = types.get(noun);
        return type != null ? type : types.getOrDefault(singular(noun), bySuffix(singular(noun)));
    }

    /** What an unlisted noun's ending tells. */
    private static @Nullable TargetType bySuffix(String noun) {
        if (noun.length() < 7 || noun.indexOf(' ') >= 0) {
            return null;
        }
        for (String ending : PERSON_ENDINGS) {
            if (noun.endsWith(ending)) {
                return TargetType.PERSON;
            }
        }
        return noun.endsWith("house") || noun.endsWith("room") ? TargetType.FACILITY : null;
    }

    /** Whether it names nothing that an opinion could be about. */
    boolean isNone(String noun) {
        return none.contains(noun);
    }

    static String singular(String noun) {
        if (noun.endsWith("ies") && noun.length() > 4) {
            return noun.substring(0, noun.length() - 3) + "y";
        }
        if (noun.endsWith("ches") || noun.endsWith("shes") || noun.endsWith("xes") || noun.endsWith("sses")) {
            return noun.substring(0, noun.length() - 2);
        }
        return noun.endsWith("s") && !noun.endsWith("ss") && noun.length() > 3
                ? noun.substring(0, noun.length() - 1)
                : noun;
    }
}
