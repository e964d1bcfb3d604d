package io.brume.bench.quality;

import io.brume.engines.Engine;
import io.brume.engines.text.EntityRecognizer;
import io.brume.engines.text.KeyPhraseExtractor;
import io.brume.engines.text.LanguageIdentifier;
import io.brume.engines.text.PiiRecognizer;
import io.brume.engines.text.SentimentAnalyzer;
import io.brume.engines.text.SyntaxAnalyzer;
import io.brume.engines.text.TargetedSentimentAnalyzer;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What is measured, each with labelled text in {@code <name>-work.jsonl} and {@code <name>-measured.jsonl}. */
enum Task {
    LANGUAGE("Language", LanguageIdentifier.class),
    ENTITIES("Entities", EntityRecognizer.class),
    KEY_PHRASES("Key phrases", KeyPhraseExtractor.class),
    SENTIMENT("Sentiment", SentimentAnalyzer.class),
    TARGETED_SENTIMENT("Targeted sentiment", TargetedSentimentAnalyzer.class),
    POS("Parts of speech", SyntaxAnalyzer.class),
    PII("PII", PiiRecognizer.class);

    final String title;
    final Class<? extends Engine> engine;

    Task(String title, Class<? extends Engine> engine) {
        this.title = title;
        this.engine = engine;
    }

    /** As on the command line and in file names: {@code key-phrases}. */
    String fileName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Task of(String name) {
        return Arrays.stream(values())
                .filter(task -> task.fileName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no task '" + name + "'; there are: " + names()));
    }

    static String names() {
        return Arrays.stream(values()).map(Task::fileName).collect(Collectors.joining(", "));
    }
}
