package io.brume.engines.nlp4j.tagger;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What NLP4J knows of words: the parts of speech that a word can have, its Brown clusters, the gazetteers that list it, and its
 * embedding, already multiplied down to the directions that the entity model looks at.
 */
public final class Lexica {

    /** The gazetteers by their number in NLP4J's lexicon; a bit each in {@link #phraseLists}. */
    public static final int GAZETTEERS = 16;

    private final WordLists ambiguity;
    private final WordLists clusters;
    private final KeyTable phrases;
    private final short[] phraseLists;
    private final Embeddings embeddings;

    public Lexica(
            WordLists ambiguity, WordLists clusters, KeyTable phrases, short[] phraseLists, Embeddings embeddings) {
        this.ambiguity = ambiguity;
        this.clusters = clusters;
        this.phrases = phrases;
        this.phraseLists = phraseLists;
        this.embeddings = embeddings;
    }

    /** The parts of speech that a word (simplified, lower case) can have, most usual first; empty when unknown. */
    List<String> ambiguity(String word) {
        return ambiguity.of(StringHash.of(word));
    }

    /** The paths of a word's (simplified, lower case) Brown cluster, at several depths. */
    List<String> clusters(String word) {
        return clusters.of(StringHash.of(word));
    }

    Embeddings embeddings() {
        return embeddings;
    }

    /** A phrase that begins somewhere in a text: how many words it has and, as bits, which gazetteers list it. */
    record Listed(int words, int gazetteers) {}

    private static final Listed NOT_LISTED = new Listed(0, 0);

    /** The longest listed phrase that begins at a word; of no words when there is none. */
    Listed longest(List<String> words, int begin) {
        Listed longest = NOT_LISTED;
        long key = 0;
        for (int i = begin; i < words.size(); i++) {
            key = StringHash.phrase(key, StringHash.of(words.get(i)));
            int number = phrases.find(StringHash.mix(key));
            if (number < 0) {
                break;
            }
            if (phraseLists[number] != 0) {
                longest = new Listed(i - begin + 1, phraseLists[number] & 0xFFFF);
            }
        }
        return longest;
    }

    public void write(DataOutput out) throws IOException {
        ambiguity.write(out);
        clusters.write(out);
        phrases.write(out);
        for (short lists : phraseLists) {
            out.writeShort(lists);
        }
        embeddings.write(out);
    }

    public static Lexica read(DataInput in) throws IOException {
        WordLists ambiguity = WordLists.read(in);
        WordLists clusters = WordLists.read(in);
        KeyTable phrases = KeyTable.read(in);
        short[] lists = WordLists.readShorts(in, phrases.size());
        return new Lexica(ambiguity, clusters, phrases, lists, Embeddings.read(in));
    }

    /** Words, each with one of a few lists of strings. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record WordLists(KeyTable words, short[] list, List<List<String>> lists) {

        List<String> of(long word) {
            int number = words.find(StringHash.mix(word));
            return number < 0 ? List.of() : lists.get(list[number] & 0xFFFF);
        }

        void write(DataOutput out) throws IOException {
            out.writeInt(lists.size());
            for (List<String> strings : lists) {
                out.writeUTF(String.join(" ", strings));
            }
            words.write(out);
            for (short number : list) {
                out.writeShort(number);
            }
        }

        static WordLists read(DataInput in) throws IOException {
            List<List<String>> lists = new ArrayList<>();
            for (int i = in.readInt(); i > 0; i--) {
                lists.add(List.of(in.readUTF().split(" ")));
            }
            KeyTable words = KeyTable.read(in);
            return new WordLists(words, readShorts(in, words.size()), List.copyOf(lists));
        }

        private static short[] readShorts(DataInput in, int count) throws IOException {
            byte[] bytes = new byte[2 * count];
            in.readFully(bytes);
            short[] shorts = new short[count];
            for (int i = 0; i < count; i++) {
                shorts[i] = (short) (bytes[2 * i] << 8 | (bytes[2 * i + 1] & 0xFF));
            }
            return shorts;
        }
    }

    /**
     * What each word's embedding adds to the entity classes' scores, as a product of two small matrices.
     *
     * @param vectors {@code dimensions} signed bytes a word
     * @param toScores {@code labels x dimensions}, the bytes' scale multiplied in
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Embeddings(KeyTable words, int dimensions, byte[] vectors, float[] toScores) {

        /** Adds a word's share to the classes' scores; does nothing for an unknown one. */
        void addScores(String word, float[] scores) {
            int number = words.find(StringHash.mix(StringHash.of(word)));
            if (number < 0) {
                return;
            }
            int from = number * dimensions;
            for (int label = 0; label < scores.length; label++) {
                float sum = 0;
                for (int d = 0; d < dimensions; d++) {
                    sum += toScores[label * dimensions + d] * vectors[from + d];
                }
                scores[label] += sum;
            }
        }

        void write(DataOutput out) throws IOException {
            words.write(out);
            out.writeInt(dimensions);
            out.write(vectors);
            out.writeInt(toScores.length);
            for (float f : toScores) {
                out.writeFloat(f);
            }
        }

        static Embeddings read(DataInput in) throws IOException {
            KeyTable words = KeyTable.read(in);
            int dimensions = in.readInt();
            byte[] vectors = new byte[words.size() * dimensions];
            in.readFully(vectors);
            float[] toScores = new float[in.readInt()];
            for (int i = 0; i < toScores.length; i++) {
                toScores[i] = in.readFloat();
            }
            return new Embeddings(words, dimensions, vectors, toScores);
        }
    }
}
