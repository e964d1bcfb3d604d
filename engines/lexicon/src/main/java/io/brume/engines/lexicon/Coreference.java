package io.brume.engines.lexicon;

import io.brume.engines.text.SyntaxAnalyzer.PartOfSpeech;
import io.brume.engines.text.TargetedSentimentAnalyzer.TargetType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Groups the mentions of one thing: the same name, a part of a person's or firm's name, a pronoun and what it stands for. A
 * pronoun without a candidate before it is no mention, unless it must be a person.
 */
final class Coreference {

    /** Mentions that a pronoun looks back over. */
    private static final int REACH = 10;

    private static final Set<String> SINGULAR_PERSON =
            Set.of("he", "him", "his", "himself", "she", "her", "hers", "herself");
    private static final Set<String> FEELING_ENDS = Set.of("to", "that");

    /**
     * @param mentions in the order of the text
     * @param share for each mention, the probability that it belongs here
     */
    record Group(List<Mention> mentions, List<Double> share) {
        TargetType type() {
            return mentions.getFirst().type();
        }
    }

    private final TaggedReading tagged;
    private final List<Group> groups = new ArrayList<>();
    private final Map<String, Group> byName = new HashMap<>();
    private final List<Mention> seen = new ArrayList<>();
    private final List<Group> seenGroups = new ArrayList<>();

    private Coreference(TaggedReading tagged) {
        this.tagged = tagged;
    }

    static List<Group> group(TaggedReading tagged, List<Mention> mentions) {
        Coreference coreference = new Coreference(tagged);
        mentions.forEach(coreference::add);
        return coreference.groups;
    }

    private void add(Mention mention) {
        switch (mention.source()) {
            case SPEAKER -> named(mention, "\0" + speaker(mention.name()), 1);
            case PRONOUN -> pronoun(mention);
            case NOUN -> {
                if (isApposition(mention)) {
                    join(mention, seenGroups.getLast(), 0.85);
                } else {
                    named(mention, NounTypes.singular(mention.name()) + mention.type(), 0.9);
                }
            }
            case ENTITY -> entity(mention);
        }
    }

    /** "Ottilie, our guide,": the same person by another name. */
    private boolean isApposition(Mention noun) {
        if (noun.type() != TargetType.PERSON || seen.isEmpty()) {
            return false;
        }
        Mention name = seen.getLast();
        return name.type() == TargetType.PERSON
                && name.source() == Mention.Source.ENTITY
                && tagged.form(name.end()).equals(",")
                && noun.first() - name.end() == 2
                && (tagged.is(noun.first() - 1, PartOfSpeech.DET) || tagged.is(noun.first() - 1, PartOfSpeech.PRON))
                && tagged.form(noun.end()).equals(",");
    }

    private static String speaker(String name) {
        return switch (name) {
            case "i", "me", "my", "mine", "myself" -> "I";
            case "we", "us", "our", "ours", "ourselves" -> "we";
            default -> "you";
        };
    }

    private void named(Mention mention, String key, double share) {
        Group group = byName.get(key);
        if (group == null) {
            byName.put(key, start(mention));
        } else {
            join(mention, group, share);
        }
    }

    private void entity(Mention mention) {
        Group group = byName.get(mention.name());
        boolean isName = mention.type() == TargetType.PERSON || mention.type() == TargetType.ORGANIZATION;
        if (group == null && isName) {
            group = byName.get(mention.type() + " " + mention.name());
        }
        if (group != null) {
            join(mention, group, 0.97);
        } else {
            group = start(mention);
        }
        byName.putIfAbsent(mention.name(), group);
        if (isName) {
            for (String word : mention.name().split("\\s+", 6)) {
                if (word.length() > 2) {
                    byName.putIfAbsent(mention.type() + " " + word, group);
                }
            }
        }
    }

    private Group start(Mention mention) {
        Group group = new Group(new ArrayList<>(), new ArrayList<>());
        groups.add(group);
        join(mention, group, 1);
        return group;
    }

    private void join(Mention mention, Group group, double share) {
        group.mentions.add(mention);
        group.share.add(share);
        if (mention.source() != Mention.Source.SPEAKER) {
            seen.add(mention);
            seenGroups.add(group);
        }
    }

    private void pronoun(Mention pronoun) {
        String form = pronoun.name();
        boolean it = form.startsWith("it");
        if (it && isExpletive(pronoun)) {
            return;
        }
        int best = -1;
        int rivals = 0;
        double bestScore = 0;
        for (int back = 1; back <= REACH && back <= seen.size(); back++) {
            int at = seen.size() - back;
            if (fits(form, seen.get(at), seenGroups.get(at))) {
                rivals++;
                double score = (isSubject(seen.get(at)) ? 1.6 : 1.0) / (1 + 0.25 * back);
                if (score > bestScore) {
                    best = at;
                    bestScore = score;
                }
            }
        }
        if (best >= 0) {
            Group group = seenGroups.get(best);
            join(pronoun.as(group.type()), group, 0.5 + 0.45 / rivals);
        } else if (SINGULAR_PERSON.contains(form)) {
            start(pronoun);
        }
    }

    private static boolean fits(String pronoun, Mention mention, Group group) {
        TargetType type = group.type();
        if (!mention.isTarget()) {
            return false;
        }
        if (SINGULAR_PERSON.contains(pronoun)) {
            return type == TargetType.PERSON;
        }
        if (pronoun.startsWith("it")) {
            return type != TargetType.PERSON;
        }
        boolean plural = mention.name().endsWith("s") || mention.source() == Mention.Source.PRONOUN;
        return type == TargetType.PERSON || type == TargetType.ORGANIZATION || plural;
    }

    /** Whether no verb stands before it in its clause and no preposition leads to it. */
    private boolean isSubject(Mention mention) {
        for (int i = mention.first() - 1; i >= Math.max(0, mention.first() - 4); i--) {
            PartOfSpeech tag = tagged.tags()[i];
            if (tag == PartOfSpeech.PUNCT || tag == PartOfSpeech.CCONJ || tag == PartOfSpeech.SCONJ) {
                return true;
            }
            if (tag == PartOfSpeech.ADP || tag == PartOfSpeech.VERB || tag == PartOfSpeech.AUX) {
                return false;
            }
        }
        return true;
    }

    /** "It is hard to", "it was a pity that": it stands for nothing. */
    private boolean isExpletive(Mention it) {
        boolean copula =
                tagged.is(it.end(), PartOfSpeech.AUX) || tagged.form(it.end()).equals("'s");
        for (int i = it.end() + 1; copula && i <= it.end() + 4; i++) {
            if (FEELING_ENDS.contains(tagged.form(i))) {
                return tagged.is(i - 1, PartOfSpeech.ADJ) || tagged.is(i - 1, PartOfSpeech.NOUN);
            }
        }
        return false;
    }
}
