package io.brume.engines.opennlp;

import io.brume.engines.text.SyntaxAnalyzer.PartOfSpeech;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** English words of closed classes, and forms that give a word's inflection away. */
final class EnglishWords {

    /** Words that are this part of speech wherever they stand. */
    static final Map<String, PartOfSpeech> ALWAYS = new HashMap<>();

    static {
        always(
                PartOfSpeech.PRON,
                "i you he she we they me him them myself yourself himself herself itself ourselves yourselves themselves my your its our"
                        + " their yours hers ours theirs nobody somebody anybody everybody nothing something anything everything everyone"
                        + " someone anyone who whom whose");
        always(PartOfSpeech.DET, "the an every");
        always(PartOfSpeech.CCONJ, "and or nor");
        always(PartOfSpeech.SCONJ, "because although unless whether if whereas");
        always(PartOfSpeech.AUX, "could would should shall must am is are was were be been");
        always(
                PartOfSpeech.ADP,
                "of from into onto among during toward towards upon via without within against between throughout despite beside besides per");
        always(PartOfSpeech.PART, "not");
        always(
                PartOfSpeech.ADV,
                "never always also very too often again already almost maybe perhaps soon quite rather instead somehow however"
                        + " therefore then here when where why how");
        always(PartOfSpeech.INTJ, "please yes oh wow okay ok hello hi hey ouch ugh yeah pls plz thx lol omg hmm haha");
        always(
                PartOfSpeech.NUM,
                "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
                        + " twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion");
        always(
                PartOfSpeech.PROPN,
                "monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays fridays saturdays"
                        + " sundays january february april june july august september october november december");
        always(PartOfSpeech.ADJ, "asleep awake afraid aware alive ashamed");
        always(PartOfSpeech.VERB, "including excluding regarding concerning according");
        always(PartOfSpeech.NOUN, "today tomorrow yesterday tonight");
    }

    /** Particles of phrasal verbs, which treebanks tag as adpositions. */
    static final Set<String> PARTICLES = words("up out off down in on over through");

    static final Set<String> DEMONSTRATIVES = words("this that these those");
    static final Set<String> BE = words("be am is are was were been being 's 're 'm");
    static final Set<String> DO = words("do does did");
    static final Set<String> HAVE = words("have has had having 've");
    static final Set<String> MODALS = words("can could will would shall should may might must ca wo 'll 'd cannot");

    /** Conjunctions that are prepositions too. */
    static final Set<String> CLAUSE_OR_PHRASE = words("after before until till since");

    static final Set<String> QUANTIFIERS = words("most many much more few fewer several less");

    /** Adjectives that stand for a noun and stay adjectives. */
    static final Set<String> ADJECTIVE_HEADS = words(
            "same other first second third fourth fifth last next latter former best worst least most more little few many poor"
                    + " rich young old due such own");

    static final Set<String> LINKING = words(
            "turn turns turned feel feels felt look looks looked seem seems seemed become becomes became get gets got stay stays stayed"
                    + " smell smells smelled taste tastes tasted sound sounds sounded go goes went remain remains remained keep keeps kept");

    /** Adjectives that end like adverbs. */
    static final Set<String> LY_ADJECTIVES = words(
            "early daily weekly monthly yearly hourly friendly lovely ugly likely unlikely lonely elderly costly silly holy deadly"
                    + " lively orderly cowardly timely only family quarterly nightly worldly curly chilly jolly woolly bubbly smelly");

    /** Past tenses that do not end in -ed and can be taken for nothing but a verb, or seldom. */
    static final Set<String> IRREGULAR_PAST = words(
            "ate became began bent bit blew bought broke brought built came caught chose cost crept cut dealt did drank drew drove fed"
                    + " fell felt flew forgave forgot fought froze gave got grew had heard held hid hit hung kept knew laid led left lent let"
                    + " lost made meant met paid put quit ran rang read rode rose said sang sank sat saw sent shook shot shut slept slid sold"
                    + " spent spoke spread stole stood struck stuck swam swept swore taught threw told took tore understood went"
                    + " withdrew woke won wore wrote beat burst found thought sought bound shone spun swung slung");

    /** Participles that are not past tenses. */
    private static final Set<String> PARTICIPLES = words(
            "been begun bitten blown broken chosen come done drawn drunk driven eaten fallen flown forgiven forgotten frozen given gone"
                    + " grown hidden known lain ridden risen run rung sung sunk seen shaken shown spoken stolen sworn swum taken thrown"
                    + " torn woken worn written");

    /** Nouns of time, which stand in front of a clause without a preposition. */
    static final Set<String> TIMES = words(
            "today tomorrow yesterday tonight morning evening afternoon night day week month year time times weekend noon spring summer"
                    + " autumn winter fall days weeks months years hours minutes");

    /** Places and doings that one goes to without an article. */
    static final Set<String> GONE_TO =
            words("court school church bed hospital prison jail university college press work war sea town market");

    /** What parties and things are called in contracts, where such nouns are capitalised. */
    static final Pattern ROLE = Pattern.compile(
            "(?:[A-Z][a-z]+(?:er|or|ee|ant|ent|ment|tion|ity)s?|Party|Parties|Company|Bank|Goods|Software|Services?|Premises|Work|Works"
                    + "|Deed|Lease|Fees?|Products?|Clients?|Data|Cargo|Term|Terms|Equipment|Materials?|Site|Policy|Notes?|Shares?"
                    + "|Effective|Closing|Material|Trust|Fund|Court|Council|Board|Committee|University|School|Government)");

    private EnglishWords() {}

    private static void always(PartOfSpeech tag, String words) {
        words(words).forEach(word -> ALWAYS.put(word, tag));
    }

    private static Set<String> words(String words) {
        return Set.copyOf(Arrays.asList(words.split(" ")));
    }

    static boolean canBeParticiple(String word) {
        return word.endsWith("ed")
                || word.endsWith("en")
                || IRREGULAR_PAST.contains(word)
                || PARTICIPLES.contains(word);
    }

    /** Whether a word looks like a verb's base form: no ending, no capital. */
    static boolean canBeBase(String word) {
        return word.length() > 1
                && word.chars().allMatch(c -> Character.isLowerCase(c) || c == '-')
                && !word.endsWith("ing")
                && !word.endsWith("ed")
                && !word.endsWith("ly")
                && (!word.endsWith("s") || word.endsWith("ss"))
                && !IRREGULAR_PAST_ONLY.contains(word);
    }

    private static final Set<String> IRREGULAR_PAST_ONLY =
            words("gave took went came threw wrote knew grew fell felt told said made had did");
}
