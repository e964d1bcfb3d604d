package io.brume.engines.nlp4j;

import io.brume.engines.nlp4j.tagger.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Gives words the case that the models were trained on, where a sentence carries none: all small letters, ALL CAPITALS, or Capitals
 * On Every Word of a headline. What gazetteers list becomes capitalized, common words become small.
 */
final class CaseRestorer {

    private final Vocabulary vocabulary;

    CaseRestorer(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    /** How a sentence uses capitals. */
    enum Style {
        MIXED,
        SMALL,
        CAPITALS,
        HEADLINE
    }

    static Style style(List<Word> words) {
        int letters = 0;
        int capitalized = 0;
        int capitals = 0;
        int longWords = 0;
        int longCapitalized = 0;
        int inner = 0;
        for (int i = 0; i < words.size(); i++) {
            String form = words.get(i).form();
            if (!Character.isLetter(form.codePointAt(0)) || form.contains("@") || form.contains("://")) {
                continue;
            }
            boolean upper = words.get(i).isCapitalized();
            boolean pronoun = form.equals("I") || form.equals("I'm") || form.equals("OK") || form.equals("LOL");
            boolean all = form.length() > 1 && form.equals(form.toUpperCase(Locale.ROOT));
            letters++;
            capitalized += upper && !pronoun ? 1 : 0;
            inner += upper && !pronoun && !all ? 1 : 0;
            capitals += all || form.length() == 1 && upper ? 1 : 0;
            if (form.length() >= 4) {
                longWords++;
                longCapitalized += upper ? 1 : 0;
            }
        }
        if (letters >= 3 && capitals >= 0.7 * letters) {
            return Style.CAPITALS;
        }
        if (inner == 0 && letters > 0 && (capitalized == 0 || capitalized <= 0.2 * letters)) {
            return Style.SMALL;
        }
        if (longWords >= 4 && longCapitalized >= 0.9 * longWords && letters >= 6) {
            return Style.HEADLINE;
        }
        return Style.MIXED;
    }

    List<String> restore(List<Word> words, Style style) {
        List<String> forms = new ArrayList<>(words.stream().map(Word::form).toList());
        if (style == Style.MIXED) {
            return forms;
        }
        if (style != Style.SMALL) {
            for (int i = 0; i < forms.size(); i++) {
                String form = forms.get(i);
                String lower = form.toLowerCase(Locale.ROOT);
                boolean common = vocabulary.isCommonWord(lower)
                        && !(style == Style.HEADLINE && vocabulary.isUsuallyName(title(lower)));
                if (common) {
                    forms.set(i, lower);
                } else if (style == Style.CAPITALS && form.length() > 4) {
                    forms.set(i, title(lower));
                }
            }
        }
        capitalizeListed(forms);
        return forms;
    }

    private void capitalizeListed(List<String> forms) {
        List<String> titled = forms.stream().map(CaseRestorer::title).toList();
        for (int i = 0; i < forms.size(); ) {
            int length = vocabulary.longestName(titled, i);
            boolean rare = false;
            for (int w = i; w < i + length; w++) {
                rare |= !vocabulary.isCommonWord(forms.get(w).toLowerCase(Locale.ROOT));
            }
            boolean nationality =
                    length == 1 && vocabulary.isNation(titled.get(i)) && !ORDINARY_NATIONS.contains(titled.get(i));
            if (length > 0
                    && (rare || nationality)
                    && Character.isLetter(forms.get(i).codePointAt(0))) {
                for (int w = i; w < i + length; w++) {
                    forms.set(w, titled.get(w));
                }
                i += length;
            } else {
                i++;
            }
        }
    }

    /** Countries and nationalities that are first of all words. */
    private static final Set<String> ORDINARY_NATIONS = Set.of(
            "Polish", "Turkey", "China", "Chad", "Jordan", "Guinea", "Jersey", "Us", "Man", "Georgia", "Mali", "Oman",
            "Swedes", "Can", "No", "Am", "Is", "It", "In", "At", "To");

    private static String title(String form) {
        return form.isEmpty() || !Character.isLowerCase(form.charAt(0))
                ? form
                : Character.toUpperCase(form.charAt(0)) + form.substring(1);
    }
}
