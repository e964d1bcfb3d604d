package io.brume.bench.quality;

import io.brume.engines.Engines;
import io.brume.engines.text.EntityRecognizer;
import io.brume.engines.text.KeyPhraseExtractor;
import io.brume.engines.text.PiiRecognizer;
import java.util.List;

/** An engine that labels stretches of text, whatever its task. */
interface Finder {

    List<Labelled> find(Case text);

    static Finder of(Task task, Engines engines) {
        return switch (task) {
            case ENTITIES ->
                text ->
                        engines
                                .require(EntityRecognizer.class, text.language())
                                .recognize(text.text(), text.language())
                                .stream()
                                .map(m -> new Labelled(m.span(), m.type().name(), m.score()))
                                .toList();
            case PII ->
                text ->
                        engines
                                .require(PiiRecognizer.class, text.language())
                                .recognize(text.text(), text.language())
                                .stream()
                                .map(m -> new Labelled(m.span(), m.type().name(), m.score()))
                                .toList();
            case KEY_PHRASES ->
                text ->
                        engines
                                .require(KeyPhraseExtractor.class, text.language())
                                .extract(text.text(), text.language())
                                .stream()
                                .map(p -> new Labelled(p.span(), "KP", p.score()))
                                .toList();
            default -> throw new IllegalArgumentException(task + " does not label stretches of text");
        };
    }
}
