package io.brume.engines.lexicon;

import io.brume.engines.text.SyntaxAnalyzer.PartOfSpeech;
import io.brume.engines.text.TargetedSentimentAnalyzer.TargetType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Tells which mention each opinion is about: the noun it stands before, the object of a feeling, the subject of its clause, the
 * last subject when its clause has none; and lets what is said of parts count for the whole that they are said to be of.
 */
final class Attachment {

    private static final Set<String> FEELINGS = Set.of(
            "love",
            "loved",
            "loves",
            "loving",
            "hate",
            "hated",
            "hates",
            "adore",
            "adored",
            "enjoy",
            "enjoyed",
            "enjoys",
            "loathe",
            "loathed",
            "despise",
            "despised",
            "like",
            "likes",
            "liked",
            "dislike",
            "disliked",
            "recommend",
            "recommended",
            "pleased",
            "happy",
            "unhappy",
            "delighted",
            "impressed",
            "unimpressed",
            "furious",
            "angry",
            "livid",
            "disappointed",
            "sick",
            "tired",
            "fed",
            "thank",
            "thanks",
            "grateful",
            "praised",
            "praise",
            "appreciate",
            "appreciated",
            "condemned",
            "criticised",
            "detest",
            "regret",
            "hats",
            "kudos",
            "shame",
            "pity",
            "fan",
            "shoutout",
            "prefer",
            "annoyed",
            "obsessed",
            "thrilled",
            "satisfied",
            "dissatisfied",
            "proud",
            "ashamed",
            "scared",
            "worried",
            "cheered",
            "worst",
            "best",
            "what",
            "such",
            "really",
            "i",
            "we",
            "absolutely",
            "also",
            "still",
            "over",
            "blown",
            "congratulations",
            "cheers",
            "in");
    private static final Set<String> PASSIVE = Set.of("was", "were", "is", "are", "been", "be", "'s", "being");
    private static final Set<String> RELATIVES = Set.of("which", "who", "that", "whose");
    private static final Set<String> LINKS = Set.of("of", "on", "at", "in", "for", "with");
    private static final double BORROWED = 0.6;
    /** Opinions that the reader weakened below this share tell of what is not so. */
    private static final double UNREAL = 0.6;

    private final TaggedReading tagged;
    private final List<Mention> mentions;
    private final double[][] evidence;
    private final List<List<Integer>> byClause = new ArrayList<>();
    private final int[] sentenceOf;

    private Attachment(TaggedReading tagged, List<Mention> mentions) {
        this.tagged = tagged;
        this.mentions = mentions;
        this.evidence = new double[mentions.size()][2];
        this.sentenceOf = new int[mentions.size()];
        int at = 0;
        for (Clause clause : tagged.reading().clauses()) {
            List<Integer> inside = new ArrayList<>();
            while (at < mentions.size() && mentions.get(at).first() < clause.end()) {
                sentenceOf[at] = clause.sentence();
                inside.add(at++);
            }
            byClause.add(inside);
        }
    }

    /** For each mention, how much praise and how much complaint it gets. */
    static double[][] of(TaggedReading tagged, List<Mention> mentions) {
        Attachment attachment = new Attachment(tagged, mentions);
        for (Opinion opinion : tagged.reading().opinions()) {
            attachment.attach(opinion);
        }
        attachment.wholes();
        return attachment.evidence;
    }

    private void give(int mention, double value) {
        evidence[mention][value > 0 ? 0 : 1] += Math.abs(value);
    }

    private List<Integer> targets(int clause) {
        return byClause.get(clause).stream()
                .filter(m -> mentions.get(m).isTarget())
                .toList();
    }

    private void attach(Opinion opinion) {
        boolean unreal =
                opinion.value() * opinion.base() > 0 && Math.abs(opinion.value()) < UNREAL * Math.abs(opinion.base());
        if (unreal) {
            return;
        }
        List<Integer> here = targets(opinion.clause());
        int inside = -1;
        int after = -1;
        List<Integer> before = new ArrayList<>();
        for (int m : here) {
            Mention mention = mentions.get(m);
            if (mention.first() >= opinion.end()) {
                after = after < 0 ? m : after;
            } else if (mention.end() <= opinion.first()) {
                before.add(m);
            } else {
                inside = mention.source() == Mention.Source.PRONOUN ? inside : m;
            }
        }
        if (inside >= 0) {
            give(inside, opinion.value());
            return;
        }
        boolean modifies =
                after >= 0 && reaches(opinion.end(), mentions.get(after).first());
        boolean feeling = after >= 0 && isFeeling(opinion);
        if (modifies || feeling) {
            give(after, opinion.value());
            if (modifies && !feeling && !before.isEmpty() && copulaBetween(before.getFirst(), opinion.first())) {
                give(subject(before), opinion.value());
            }
            return;
        }
        int target = before.isEmpty() ? relative(opinion.clause()) : subject(before);
        if (target < 0) {
            target = after >= 0 ? after : earlier(opinion.clause());
        }
        if (target < 0) {
            return;
        }
        give(target, opinion.value());
        for (int m : before) {
            if (m != target && joined(target, m)) {
                give(m, opinion.value());
            }
        }
        if (after >= 0
                && after != target
                && isCompared(opinion.end(), mentions.get(after).first())) {
            give(after, -opinion.value() * BORROWED);
        }
    }

    /** Whether an opinion can stand before a noun: "superb", "the ruined", but not "fixed the". */
    private boolean isModifier(Opinion opinion) {
        return switch (tagged.tags()[opinion.end() - 1]) {
            case ADJ, NOUN, PROPN, X, ADV, INTJ -> true;
            case VERB ->
                opinion.first() > 0
                        && switch (tagged.tags()[opinion.first() - 1]) {
                            case DET, ADJ, PRON, NUM -> true;
                            default -> false;
                        };
            default -> false;
        };
    }

    /** Whether only modifiers stand between an opinion and a noun. */
    private boolean reaches(int from, int to) {
        if (to - from > 3) {
            return false;
        }
        for (int i = from; i < to; i++) {
            switch (tagged.tags()[i]) {
                case ADJ, ADV, NOUN, PROPN, CCONJ, NUM, PART -> {}
                default -> {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean isFeeling(Opinion opinion) {
        if (!FEELINGS.contains(tagged.form(opinion.first()))) {
            return false;
        }
        boolean passive =
                tagged.form(opinion.end() - 1).endsWith("ed") && PASSIVE.contains(tagged.form(opinion.first() - 1));
        return !passive
                || LINKS.contains(tagged.form(opinion.end()))
                || opinion.end() - opinion.first() > 1
                || tagged.form(opinion.end()).equals("by");
    }

    private boolean copulaBetween(int mention, int opinion) {
        for (int i = mentions.get(mention).end(); i < opinion; i++) {
            if (PASSIVE.contains(tagged.form(i))) {
                return true;
            }
        }
        return false;
    }

    private boolean isCompared(int from, int to) {
        for (int i = from; i < Math.min(to, from + 5); i++) {
            if (tagged.form(i).equals("than")) {
                return true;
            }
        }
        return tagged.form(from - 1).equals("than");
    }

    /** The last mention before a verb, or the first one; those that no preposition leads to come first. */
    private int subject(List<Integer> candidates) {
        for (int c = candidates.size() - 1; c >= 0; c--) {
            Mention mention = mentions.get(candidates.get(c));
            if (isVerb(mention.end()) && !afterPreposition(mention.first())) {
                return candidates.get(c);
            }
        }
        for (int m : candidates) {
            if (!afterPreposition(mentions.get(m).first())) {
                return m;
            }
        }
        return candidates.getFirst();
    }

    private boolean isVerb(int token) {
        int at = tagged.is(token, PartOfSpeech.ADV) ? token + 1 : token;
        return tagged.is(at, PartOfSpeech.VERB) || tagged.is(at, PartOfSpeech.AUX);
    }

    private boolean afterPreposition(int token) {
        for (int i = token - 1; i >= Math.max(0, token - 4); i--) {
            switch (tagged.tags()[i]) {
                case DET, ADJ, ADV, NUM, PRON, NOUN, PROPN -> {}
                case ADP -> {
                    return true;
                }
                default -> {
                    return false;
                }
            }
        }
        return false;
    }

    /** "A and B": nothing but the joining word and modifiers between. */
    private boolean joined(int first, int second) {
        int from = mentions.get(first).end();
        int to = mentions.get(second).first();
        boolean and = false;
        for (int i = from; i < to && to - from <= 4; i++) {
            and |= tagged.form(i).equals("and") || tagged.form(i).equals("&");
        }
        return and;
    }

    /** What a clause that begins with "which" is about: the last mention before it. */
    private int relative(int clause) {
        Clause at = tagged.reading().clauses().get(clause);
        if (clause == 0 || !RELATIVES.contains(tagged.form(at.first()))) {
            return -1;
        }
        List<Integer> previous = targets(clause - 1);
        return previous.isEmpty() ? -1 : previous.getLast();
    }

    /** The subject of the nearest clause before, in this sentence or the one before it. */
    private int earlier(int clause) {
        List<Clause> clauses = tagged.reading().clauses();
        for (int c = clause - 1; c >= 0 && c >= clause - 8; c--) {
            if (clauses.get(c).sentence() < clauses.get(clause).sentence() - 1) {
                return -1;
            }
            List<Integer> there = targets(c);
            if (!there.isEmpty()) {
                return subject(there);
            }
        }
        return -1;
    }

    /** Gives a whole what is said of its parts: "the battery of this phone", "the game has", "Jun's notes". */
    private void wholes() {
        double[][] parts = new double[mentions.size()][2];
        int whole = -1;
        for (int m = 0; m < mentions.size(); m++) {
            Mention mention = mentions.get(m);
            if (!mention.isTarget()) {
                continue;
            }
            if (m + 1 < mentions.size()
                    && tagged.form(mention.end()).equals("'s")
                    && mentions.get(m + 1).first() - mention.end() <= 3) {
                add(parts, m, m + 1);
            }
            if (m > 0 && isOf(m - 1, m)) {
                add(parts, m, m - 1);
            }
            if (isPart(mention)) {
                if (whole >= 0 && sentence(whole) == sentence(m)) {
                    add(parts, whole, m);
                }
            } else if (mention.type() != TargetType.PERSON && mention.source() != Mention.Source.PRONOUN) {
                whole = m;
                for (int p = m - 2; p >= Math.max(0, m - 4) && m > 0 && isOf(m - 1, m); p--) {
                    if (isPart(mentions.get(p)) && sentence(p) == sentence(m)) {
                        add(parts, m, p);
                    }
                }
            }
        }
        for (int m = 0; m < mentions.size(); m++) {
            evidence[m][0] += BORROWED * parts[m][0];
            evidence[m][1] += BORROWED * parts[m][1];
        }
    }

    private void add(double[][] parts, int whole, int part) {
        parts[whole][0] += evidence[part][0];
        parts[whole][1] += evidence[part][1];
    }

    private boolean isPart(Mention mention) {
        return mention.type() == TargetType.ATTRIBUTE
                || mention.type() == TargetType.EVENT && mention.source() == Mention.Source.NOUN;
    }

    /** "The staff at the hotel", "the album from the band". */
    private boolean isOf(int part, int whole) {
        Mention first = mentions.get(part);
        String link = tagged.form(first.end());
        boolean near = first.isTarget() && mentions.get(whole).first() - first.end() <= 3;
        boolean strong = link.equals("of") || link.equals("from") || link.equals("by");
        return near
                && (strong
                        || LINKS.contains(link) && isPart(first)
                        || link.equals("at") && first.type() == TargetType.PERSON);
    }

    private int sentence(int mention) {
        return sentenceOf[mention];
    }
}
