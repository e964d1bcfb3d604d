package io.brume.bench.algorithms;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * Text that every Debian has, in files that are made once: descriptions of packages labelled with their section, and manual
 * pages. Tests hold what the training files do not: other source packages, other pages.
 */
final class TextData {
    private static final int MOST_WORDS = 2_500_000;
    private final Path folder;

    TextData(Path folder) {
        this.folder = folder;
    }

    /** Labelled lines for training and for the test. */
    record Split(Path train, Path test) {}

    /** Names and short descriptions of the packages that apt knows, each labelled with its section. */
    Split packages() throws IOException, InterruptedException {
        var split = new Split(folder.resolve("packages.train"), folder.resolve("packages.test"));
        if (Files.exists(split.test())) {
            return split;
        }
        var train = new ArrayList<String>();
        var test = new ArrayList<String>();
        for (Path list : packageLists()) {
            Process process = new ProcessBuilder("/usr/lib/apt/apt-helper", "cat-file", list.toString()).start();
            try (var lines =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                stanzas(lines, train, test);
            }
            process.waitFor();
        }
        if (test.isEmpty()) {
            throw new IOException("apt knows no packages: apt-get update fetches its lists");
        }
        write(split.train(), train);
        write(split.test(), test);
        return split;
    }

    private static List<Path> packageLists() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/var/lib/apt/lists"))) {
            return files.filter(file -> file.getFileName().toString().matches(".*_main_binary-[^_]+_Packages.*"))
                    .sorted()
                    .toList();
        }
    }

    private static void stanzas(BufferedReader lines, List<String> train, List<String> test) throws IOException {
        String name = "";
        String source = "";
        String section = "";
        String description = "";
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("Package: ")) {
                name = line.substring(9);
                source = name;
            } else if (line.startsWith("Source: ")) {
                source = line.substring(8).split(" ", 2)[0];
            } else if (line.startsWith("Section: ")) {
                section = line.substring(9);
            } else if (line.startsWith("Description: ")) {
                description = line.substring(13);
            } else if (line.isEmpty() && !section.isEmpty() && !description.isEmpty()) {
                String words = words(name + " " + description);
                (Math.floorMod(source.hashCode(), 10) == 0 ? test : train)
                        .add("__label__" + section.replace(' ', '-') + " " + words);
                section = "";
            }
        }
    }

    private static String words(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9+#]+", " ").strip();
    }

    /** TREC's questions with their fine classes, from a folder with train.txt and test.txt. */
    Split questions(Path from) throws IOException {
        var split = new Split(folder.resolve("questions.train"), folder.resolve("questions.test"));
        question(from.resolve("train.txt"), split.train());
        question(from.resolve("test.txt"), split.test());
        return split;
    }

    private static void question(Path from, Path to) throws IOException {
        var lines = new ArrayList<String>();
        for (String line : Files.readAllLines(from, StandardCharsets.ISO_8859_1)) {
            String[] parts = line.split(" ", 2);
            if (parts.length == 2) {
                lines.add("__label__" + parts[0] + " " + words(parts[1]));
            }
        }
        write(to, lines);
    }

    /** Sections of manual pages, one a line, in lower case, without punctuation. */
    Split manuals() throws IOException {
        var split = new Split(folder.resolve("manuals.train"), folder.resolve("manuals.test"));
        if (Files.exists(split.test())) {
            return split;
        }
        var train = new ArrayList<String>();
        var test = new ArrayList<String>();
        Set<Integer> seen = new HashSet<>();
        long words = 0;
        for (Path page : pages()) {
            List<String> sections = sections(page);
            if (!seen.add(sections.hashCode())) {
                continue;
            }
            (Math.floorMod(page.toString().hashCode(), 20) == 0 ? test : train).addAll(sections);
            words += sections.stream()
                    .mapToLong(section -> section.split(" ").length)
                    .sum();
            if (words > MOST_WORDS) {
                break;
            }
        }
        if (words < 1_000_000) {
            throw new IOException("there are hardly any manual pages in /usr/share/man: " + words + " words");
        }
        write(split.train(), train);
        write(split.test(), test);
        return split;
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("/usr/share/man"), 2)) {
            return files.filter(file -> file.toString().matches("/usr/share/man/man[1-8]/.*[.]gz"))
                    .sorted()
                    .toList();
        }
    }

    private static List<String> sections(Path page) throws IOException {
        var sections = new ArrayList<String>();
        var section = new StringBuilder();
        byte[] bytes;
        try (var in = new GZIPInputStream(Files.newInputStream(page))) {
            bytes = in.readAllBytes();
        }
        for (String line : (new String(bytes, StandardCharsets.UTF_8) + "\n.SH").split("\n")) {
            if (line.startsWith(".S")) {
                String words = section.toString().strip();
                if (words.indexOf(' ') > 0) {
                    sections.add(words);
                }
                section.setLength(0);
            } else if (!line.startsWith(".") || line.matches("[.](B|I|BR|IR|RB|BI) .*")) {
                String plain = line.replaceAll("^[.][A-Z]+ ", "").replaceAll("\\\\(f.|\\(..|\\[[^]]*\\]|.)", " ");
                section.append(plain.toLowerCase(Locale.ROOT)
                                .replaceAll("[^a-z]+", " ")
                                .strip())
                        .append(' ');
            }
        }
        return sections;
    }

    private static void write(Path file, List<String> lines) throws IOException {
        Path writing = file.resolveSibling(file.getFileName() + ".writing");
        Files.write(writing, lines);
        Files.move(writing, file, StandardCopyOption.REPLACE_EXISTING);
    }
}
