package io.brume.algorithms.blazingtext;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The two formats of the word2vec program, which Gensim, spaCy and others read. */
final class VectorFiles {
    private VectorFiles() {}

    static void text(WordVectors vectors, Path file) throws IOException {
        List<String> words = vectors.words();
        try (var out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            out.write(words.size() + " " + vectors.dimension() + "\n");
            for (int word = 0; word < words.size(); word++) {
                out.write(words.get(word));
                for (float value : vectors.vector(word)) {
                    out.write(' ');
                    out.write(Float.toString(value));
                }
                out.write('\n');
            }
        }
    }

    static void binary(WordVectors vectors, Path file) throws IOException {
        List<String> words = vectors.words();
        var floats = ByteBuffer.allocate(4 * vectors.dimension()).order(ByteOrder.LITTLE_ENDIAN);
        try (var out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
            out.write((words.size() + " " + vectors.dimension() + "\n").getBytes(StandardCharsets.UTF_8));
            for (int word = 0; word < words.size(); word++) {
                out.write((words.get(word) + " ").getBytes(StandardCharsets.UTF_8));
                floats.asFloatBuffer().put(vectors.vector(word));
                out.write(floats.array());
                out.write('\n');
            }
        }
    }
}
