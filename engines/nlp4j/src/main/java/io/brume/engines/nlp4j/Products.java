package io.brume.engines.nlp4j;

import io.brume.engines.text.EntityRecognizer.EntityType;
import io.brume.engines.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Joins a maker, its product and the model number: "Sony Walkman", "iPhone 13 Pro", "Dyson V11". */
final class Products {

    /** What tells one model of a product from another. */
    private static final Pattern MODEL = Pattern.compile(
            "\\G[ -](?:(?=[\\p{Alnum}-]{0,12}\\d)(?=[\\p{Alnum}-]{0,12}\\p{Lu})[\\p{Alnum}-]{2,12}|\\p{Ll}{1,2}\\p{Lu}\\p{L}{2,12}|\\d{1,4}[A-Za-z]{0,3}|Pro|Max|Mini|Plus|Ultra|Air|Lite|SE|XL|XR|XS|OLED|Deluxe|Turbo|GT|GTI)(?![\\p{Alnum}%]|[.,]\\d)");

    private Products() {}

    static List<Candidate> merge(String text, List<Word> words, List<Candidate> chosen) {
        List<Candidate> merged = new ArrayList<>();
        for (int i = 0; i < chosen.size(); i++) {
            Candidate c = chosen.get(i);
            Candidate before = merged.isEmpty() ? null : merged.getLast();
            boolean maker = before != null
                    && (before.type() == EntityType.ORGANIZATION || before.type() == EntityType.COMMERCIAL_ITEM)
                    && c.span().begin() == before.span().end() + 1
                    && text.charAt(before.span().end()) == ' ';
            if (before != null && maker && c.type() == EntityType.COMMERCIAL_ITEM) {
                merged.removeLast();
                c = c.at(new Span(before.span().begin(), c.span().end()));
            }
            if (c.type() == EntityType.COMMERCIAL_ITEM) {
                c = extend(text, c, chosen, i);
            } else if (mayBeMaker(c)) {
                Candidate longer = extend(text, c, chosen, i);
                if (longer != c && hasLetterBeyond(text, c, longer)) {
                    c = longer.as(EntityType.COMMERCIAL_ITEM, "maker-and-model");
                }
            }
            Candidate last = merged.isEmpty() ? null : merged.getLast();
            if (last == null || !last.span().overlaps(c.span())) {
                merged.add(c);
            }
        }
        return merged;
    }

    private static boolean mayBeMaker(Candidate c) {
        return c.type() == EntityType.ORGANIZATION
                || c.type() == EntityType.LOCATION && c.origin().startsWith("model-") && c.margin() < 0.6;
    }

    private static boolean hasLetterBeyond(String text, Candidate c, Candidate longer) {
        return text.substring(c.span().end(), longer.span().end()).chars().anyMatch(Character::isLetter);
    }

    private static Candidate extend(String text, Candidate c, List<Candidate> chosen, int index) {
        int end = c.span().end();
        Matcher model = MODEL.matcher(text);
        for (int n = 0; n < 3 && model.find(end) && model.start() == end; n++) {
            int to = model.end();
            boolean taken = chosen.stream()
                    .skip(index + 1L)
                    .anyMatch(o -> o.span().begin() < to && o.type() == EntityType.DATE);
            if (taken) {
                break;
            }
            end = to;
        }
        return end == c.span().end() ? c : c.at(new Span(c.span().begin(), end));
    }
}
