package io.brume.engines.nlp4j;

import io.brume.engines.text.EntityRecognizer.EntityType;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** E-mail addresses, URLs, handles, and the numbers of orders, customers, telephones: {@link EntityType#OTHER}. */
final class Identifiers {

    private static final Pattern EMAIL = Pattern.compile(
            "(?<![\\p{Alnum}._%+-])[\\p{Alnum}][\\p{Alnum}._%+-]{0,63}@(?:[\\p{Alnum}-]{1,63}\\.){1,8}\\p{Alpha}{2,24}(?![\\p{Alnum}-])");

    private static final Pattern URL = Pattern.compile(
            "(?i)(?<![\\p{Alnum}@.-])(?:https?://|ftp://|www\\.)[^\\s<>\"“”\\[\\]{}|\\\\^`]{2,2000}"
                    + "|(?<![\\p{Alnum}@.-])(?:[a-z0-9-]{2,63}\\.){1,4}(?:com|org|net|io|edu|gov|example|co\\.uk|dev|app|info)(?![\\p{Alnum}-])(?:/[^\\s<>\"]{0,500})?");

    private static final Pattern HANDLE = Pattern.compile("(?<![\\p{Alnum}@/.])@[A-Za-z0-9_]{2,30}+(?![\\p{Alnum}@])");

    private static final Pattern NUMBERED = Pattern.compile(
            "(?i)\\b(?:order|customer|account|invoice|ticket|booking|reservation|case|reference|ref|tracking|policy|member(?:ship)?|serial|flight|claim|contract|code)"
                    + "(?: (?:number|no|id|code|reference))?[.:]?(?: is)? ?(#?(?=[A-Z0-9-]{0,12}[0-9])[A-Z0-9]{1,12}(?:[-/][A-Z0-9]{1,12}){0,5})(?![\\p{Alnum}-])");

    private static final Pattern HASH_NUMBER = Pattern.compile(
            "(?<![\\p{Alnum}&#])#(?=[A-Z-]{0,6}\\d)[A-Z0-9]{1,12}(?:-[A-Z0-9]{1,12}){0,3}(?![\\p{Alnum}])");

    private static final Pattern PHONE = Pattern.compile(
            "(?<![\\p{Alnum}+./-])(?:\\+\\d{1,3}[ .-]?)?(?:\\(\\d{2,5}\\)[ .-]?)?\\d{2,5}[ .-]\\d{3,4}(?:[ .-]\\d{2,5}){0,3}(?![\\p{Alnum}/]|[.-]\\p{Alnum})");

    private Identifiers() {}

    /** What the tokenizer must not cut: addresses, URLs, handles. */
    static List<Candidate> unbreakable(String text) {
        List<Candidate> found = new ArrayList<>();
        if (text.indexOf('@') >= 0) {
            find(EMAIL, 0, text, "email", found);
            find(HANDLE, 0, text, "handle", found);
        }
        if (text.indexOf('.') >= 0) {
            find(URL, 0, text, "url", found);
        }
        return Candidates.withoutOverlaps(found);
    }

    static List<Candidate> numbers(String text) {
        List<Candidate> found = new ArrayList<>();
        find(NUMBERED, 1, text, "numbered", found);
        find(HASH_NUMBER, 0, text, "hash-number", found);
        Matcher phone = PHONE.matcher(text);
        while (phone.find()) {
            long digits = phone.group().chars().filter(Character::isDigit).count();
            if (digits >= 9 && digits <= 15 || digits >= 7 && phone.group().matches("555[ .-]\\d{4}")) {
                found.add(new Candidate(phone.start(), phone.end(), EntityType.OTHER, "phone"));
            }
        }
        return found;
    }

    private static void find(Pattern pattern, int group, String text, String origin, List<Candidate> into) {
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            int end = matcher.end(group);
            if (origin.equals("url")) {
                while (end > matcher.start(group) && ".,;:!?)'’".indexOf(text.charAt(end - 1)) >= 0) {
                    end--;
                }
            }
            into.add(new Candidate(matcher.start(group), end, EntityType.OTHER, origin));
        }
    }
}
