package io.brume.engines.nlp4j.tagger;

import edu.emory.mathcs.nlp.component.morph.english.EnglishMorphAnalyzer;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Parts of speech and entities of tokenized sentences. Thread-safe. */
public final class Tagger {

    private final Lexica lexica;
    private final PartOfSpeechTagger partsOfSpeech;
    private final EntityTagger entities;
    private final EnglishMorphAnalyzer morphology = new EnglishMorphAnalyzer();

    private Tagger(LinearModel partsOfSpeech, LinearModel entities, Lexica lexica) {
        this.lexica = lexica;
        this.partsOfSpeech = new PartOfSpeechTagger(partsOfSpeech);
        this.entities = new EntityTagger(entities, lexica.embeddings());
    }

    /** Reads the tables that the build made. */
    public static Tagger load() throws IOException {
        InputStream resource = Tagger.class.getResourceAsStream("/io/brume/engines/nlp4j/english.bin");
        if (resource == null) {
            throw new FileNotFoundException("english.bin: the build did not compile NLP4J's models");
        }
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(resource, 1 << 16))) {
            LinearModel partsOfSpeech = LinearModel.read(in);
            LinearModel entities = LinearModel.read(in);
            return new Tagger(partsOfSpeech, entities, Lexica.read(in));
        }
    }

    public Vocabulary vocabulary() {
        return new Vocabulary(lexica);
    }

    /** @param words one sentence's tokens, cut as the Penn Treebank cuts them; may be empty */
    public TaggedSentence tag(List<String> words) {
        Sentence sentence = new Sentence(words, lexica);
        List<String> tags = partsOfSpeech.tag(sentence);
        for (int i = 0; i < words.size(); i++) {
            sentence.set(Field.LEMMA, i, morphology.lemmatize(sentence.simplified.get(i), tags.get(i)));
        }
        return new TaggedSentence(tags, entities.tag(sentence));
    }
}
