package io.brume.engines.opennlp;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A language that can be the answer, and what gives it away besides its n-grams.
 *
 * @param tag as BCP 47 writes it
 * @param scripts the scripts that it is written in
 * @param letters what its alphabet has beyond the letters that most languages of the script share, in lower case
 * @param words frequent short words, in lower case
 */
record KnownLanguage(String tag, Set<Script> scripts, Set<Integer> letters, Set<String> words) {

    private static final String RESOURCE = "languages.txt";

    static List<KnownLanguage> readAll() throws IOException {
        try (InputStream in = KnownLanguage.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IOException(RESOURCE + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(KnownLanguage::read)
                    .toList();
        }
    }

    private static KnownLanguage read(String line) {
        String[] fields = line.split("\\s*\\|\\s*", -1);
        return new KnownLanguage(
                fields[0],
                Arrays.stream(fields[1].split(" ")).map(Script::of).collect(Collectors.toUnmodifiableSet()),
                fields[2].codePoints().boxed().collect(Collectors.toUnmodifiableSet()),
                Arrays.stream(fields[3].split(" ")).filter(w -> !w.isEmpty()).collect(Collectors.toUnmodifiableSet()));
    }
}
