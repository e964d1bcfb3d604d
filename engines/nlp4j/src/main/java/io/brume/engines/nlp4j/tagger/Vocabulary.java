package io.brume.engines.nlp4j.tagger;

import edu.emory.mathcs.nlp.common.util.StringUtils;
import java.util.List;
import java.util.Set;

/** What the lexica tell about words outside a sentence. */
public final class Vocabulary {

    /** NLP4J's gazetteers by what they list; found by reading them, the library does not name them. */
    public enum Gazetteer {
        COMPANY(0),
        COUNTRY(1, 5),
        CURRENCY(2),
        OCCUPATION(3),
        PERSON_NAME(4),
        TOWN(6),
        STATE(7),
        WORK_OF_ART(8, 10, 15),
        EVENT(9),
        PLACE(11),
        PRODUCT(12),
        ORGANIZATION(13),
        PERSON(14);

        private final int bits;

        Gazetteer(int... numbers) {
            int sum = 0;
            for (int number : numbers) {
                sum |= 1 << number;
            }
            this.bits = sum;
        }
    }

    private static final int NAMES = bits(Set.of(
            Gazetteer.COUNTRY,
            Gazetteer.PERSON_NAME,
            Gazetteer.TOWN,
            Gazetteer.PLACE,
            Gazetteer.PERSON,
            Gazetteer.ORGANIZATION));

    private final Lexica lexica;

    Vocabulary(Lexica lexica) {
        this.lexica = lexica;
    }

    private static int bits(Set<Gazetteer> gazetteers) {
        return gazetteers.stream().mapToInt(g -> g.bits).reduce(0, (a, b) -> a | b);
    }

    /** Whether dictionaries know a word (in small letters) as something else than a name. */
    public boolean isCommonWord(String lowercase) {
        List<String> tags = lexica.ambiguity(StringUtils.toSimplifiedForm(lowercase));
        return !tags.isEmpty() && !tags.getFirst().startsWith("NNP");
    }

    /** Whether a capitalized word is listed as a country, town or name although dictionaries know it too. */
    public boolean isUsuallyName(String titled) {
        return isListed(List.of(titled), Set.of(Gazetteer.COUNTRY, Gazetteer.TOWN));
    }

    /** Whether a capitalized word is listed as a country or nationality. */
    public boolean isNation(String titled) {
        return isListed(List.of(titled), Set.of(Gazetteer.COUNTRY));
    }

    /** How many words the longest listed name that begins here has; 0 for none. */
    public int longestName(List<String> forms, int begin) {
        List<String> simplified = forms.subList(begin, Math.min(forms.size(), begin + 8)).stream()
                .map(StringUtils::toSimplifiedForm)
                .toList();
        for (int end = simplified.size(); end > 0; end--) {
            Lexica.Listed listed = lexica.longest(simplified.subList(0, end), 0);
            if (listed.words() == 0) {
                return 0;
            }
            if ((listed.gazetteers() & NAMES) != 0) {
                return listed.words();
            }
            end = listed.words();
        }
        return 0;
    }

    /** Whether a whole phrase is in one of these gazetteers. */
    public boolean isListed(List<String> forms, Set<Gazetteer> gazetteers) {
        List<String> simplified =
                forms.stream().map(StringUtils::toSimplifiedForm).toList();
        Lexica.Listed listed = lexica.longest(simplified, 0);
        return listed.words() == forms.size() && (listed.gazetteers() & bits(gazetteers)) != 0;
    }
}
