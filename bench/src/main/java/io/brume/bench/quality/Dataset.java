package io.brume.bench.quality;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Labelled text, one JSON object a line. */
final class Dataset {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;

    Dataset(Path folder) {
        this.folder = folder;
    }

    Path file(Task task, String part) {
        return folder.resolve(task.fileName() + "-" + part + ".jsonl");
    }

    /**
     * @throws IOException when the file cannot be read
     * @throws IllegalArgumentException when a line is not a case of this task; the message names the line
     */
    List<Case> read(Task task, String part) throws IOException {
        Path file = file(task, part);
        List<Case> cases = new ArrayList<>();
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            if (!line.isBlank()) {
                String place = file.getFileName() + ":" + number;
                try {
                    cases.add(read(task, place, JSON.readTree(line)));
                } catch (IOException | IllegalArgumentException e) {
                    throw new IllegalArgumentException(place + ": " + e.getMessage(), e);
                }
            }
        }
        return cases;
    }

    private static Case read(Task task, String place, JsonNode line) {
        String text = required(line, "text");
        String language = line.path("language").asText("en");
        return switch (task) {
            case LANGUAGE -> new Case(place, "", text, required(line, "language"), List.of());
            case SENTIMENT -> new Case(place, language, text, required(line, "sentiment"), List.of());
            case POS -> {
                Markup tagged = Markup.readTagged(text, required(line, "tagged"));
                yield new Case(
                        place,
                        language,
                        text,
                        "",
                        tagged.mentions().stream()
                                .map(w -> w.label().equals("O") ? w.relabelled("X") : w) // Comprehend's name for X
                                .toList());
            }
            case ENTITIES, KEY_PHRASES, PII, TARGETED_SENTIMENT -> {
                Markup marked = Markup.read(text);
                yield new Case(place, language, marked.text(), "", marked.mentions());
            }
        };
    }

    private static String required(JsonNode line, String field) {
        JsonNode value = line.path(field);
        if (!value.isTextual()) {
            throw new IllegalArgumentException("no \"" + field + "\"");
        }
        return value.asText();
    }
}
