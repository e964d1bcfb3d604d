package io.brume.engines.opennlp;

import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What noun phrases look like in a language.
 *
 * @param adjectivesFollow whether adjectives stand behind their noun
 * @param articles words that begin a phrase and do not stand after another determiner
 * @param possessives "my", "your" and so on
 * @param predeterminers words that stand before an article: "all the"
 * @param anew words of time that are a phrase of their own after a noun
 * @param about words that qualify a number
 * @param degrees adverbs that qualify an adjective
 * @param empty phrases that stand for nothing: "no one"
 * @param participle the form of participles that can stand before a noun
 * @param offices nouns that take "of" and a name into their name: "University of"
 */
record PhraseStyle(
        boolean adjectivesFollow,
        Set<String> articles,
        Set<String> possessives,
        Set<String> predeterminers,
        Set<String> anew,
        Set<String> about,
        Set<String> degrees,
        Set<String> empty,
        Pattern participle,
        Set<String> offices) {

    private static final Pattern NO_PARTICIPLE = Pattern.compile("(?!)");

    private static final PhraseStyle ENGLISH = new PhraseStyle(
            false,
            words("the a an this that these those my your his her its our their"),
            words("my your his her its our their whose"),
            words("all both half such quite what rather twice"),
            words("last next yesterday today tomorrow tonight"),
            words("about around nearly almost over roughly approximately some only just under exactly"),
            words(
                    "very too so really extremely quite highly fairly most more less rather pretty completely newly fully"),
            Set.of("no one", "each other", "one another", "thank you"),
            Pattern.compile(
                    ".*(?:ed|ing|en)|broken|worn|torn|lost|sold|left|found|kept|built|made|written|hidden|sent|held|burnt|spilt"),
            words(
                    "university bank bay house department ministry church isle isles gulf museum institute college tower battle school"
                            + " city republic kingdom court board bill act office academy order cape city state union association"));

    private static final PhraseStyle GERMAN = new PhraseStyle(
            false,
            words("der die das den dem des ein eine einen einem einer eines"),
            words(
                    "mein meine meinen meinem meiner meines dein deine deinen deinem deiner sein seine seinen seinem seiner seines ihr ihre"
                            + " ihren ihrem ihrer ihres unser unsere unseren unserem unserer euer eure euren eurem eurer"),
            words("alle all beide solch"),
            words("gestern heute morgen letzte letzten letzter nächste nächsten nächster"),
            words("etwa rund fast knapp über ungefähr circa"),
            words("sehr zu so ganz besonders ziemlich"),
            Set.of(),
            NO_PARTICIPLE,
            Set.of());

    private static final PhraseStyle FRENCH = new PhraseStyle(
            true,
            words("le la les l' un une des ce cet cette ces"),
            words("mon ma mes ton ta tes son sa ses notre nos votre vos leur leurs"),
            words("tout toute tous toutes"),
            words("hier aujourd'hui demain"),
            words("environ près presque"),
            words("très trop si plus moins assez"),
            Set.of(),
            NO_PARTICIPLE,
            Set.of());

    static PhraseStyle of(String language) {
        return switch (language) {
            case "de" -> GERMAN;
            case "fr" -> FRENCH;
            default -> ENGLISH;
        };
    }

    private static Set<String> words(String words) {
        return Set.copyOf(Set.of(Arrays.stream(words.split(" ")).distinct().toArray(String[]::new)));
    }

    boolean isArticle(String word) {
        return articles.contains(word);
    }

    boolean isPossessive(String word) {
        return possessives.contains(word);
    }

    boolean isPredeterminer(String word) {
        return predeterminers.contains(word);
    }

    boolean startsAnew(String word) {
        return anew.contains(word);
    }

    boolean isAbout(String word) {
        return about.contains(word);
    }

    boolean isDegree(String word) {
        return degrees.contains(word);
    }

    boolean isComparative(String word) {
        return word.equals("more") || word.equals("less") || word.equals("fewer");
    }

    boolean isParticiple(String word) {
        return participle.matcher(word).matches();
    }

    boolean joinsNames(String preposition) {
        return preposition.equals("of");
    }

    boolean isOffice(String noun) {
        return offices.contains(noun);
    }

    /** Adjectives between nouns, as in "customer online service". */
    boolean adjectiveJoins(String adjective) {
        return !adjectivesFollow && !anew.contains(adjective);
    }

    boolean isEmpty(String[] words, int from, int to) {
        return empty.contains(String.join(" ", Arrays.copyOfRange(words, from, to)));
    }
}
