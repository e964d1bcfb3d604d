package io.brume.engines.opennlp;

import io.brume.engines.Calibration;
import io.brume.engines.text.Span;
import io.brume.engines.text.SyntaxAnalyzer;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import opennlp.tools.postag.POSModel;
import opennlp.tools.sentdetect.SentenceModel;

/**
 * Sentences, words and parts of speech in English, German and French. There is labelled text to calibrate scores on in English only; the
 * other languages use the same curve, which is too sure of itself where their tagger errs more.
 */
final class OpenNlpSyntaxAnalyzer implements SyntaxAnalyzer {

    /** The treebanks that OpenNLP's models were trained on, by language. */
    static final Map<String, String> TREEBANKS = Map.of("en", "ewt", "de", "gsd", "fr", "gsd");

    private final Map<String, Pipeline> pipelines = new LinkedHashMap<>();
    private final Calibration calibration;

    private record Pipeline(SentenceSplitter sentences, Tokenizer tokenizer, Tagger tagger, Corrections corrections) {}

    OpenNlpSyntaxAnalyzer() throws IOException {
        for (var treebank : TREEBANKS.entrySet()) {
            String language = treebank.getKey();
            pipelines.put(
                    language,
                    new Pipeline(
                            new SentenceSplitter(new SentenceModel(model(treebank, "sentence")), language),
                            new Tokenizer(language),
                            new Tagger(new POSModel(model(treebank, "pos"))),
                            Corrections.of(language)));
        }
        calibration = Calibration.read(OpenNlpSyntaxAnalyzer.class, "opennlp-syntax.calibration");
    }

    private static InputStream model(Map.Entry<String, String> treebank, String task) throws IOException {
        String name = "/opennlp-" + treebank.getKey() + "-ud-" + treebank.getValue() + "-" + task + "-1.3-2.5.4.bin";
        InputStream in = OpenNlpSyntaxAnalyzer.class.getResourceAsStream(name);
        if (in == null) {
            throw new IOException("model " + name + " is not on the class path");
        }
        return in;
    }

    @Override
    public List<Sentence> analyze(String text, String language) {
        Pipeline pipeline = pipelines.get(language);
        if (pipeline == null) {
            throw new IllegalArgumentException("no model for language '" + language + "'");
        }
        List<Sentence> sentences = new ArrayList<>();
        for (Span span : pipeline.sentences.sentences(text)) {
            List<Token> tokens = pipeline.tokenizer.tokens(text, span.begin(), span.end());
            if (!tokens.isEmpty()) {
                sentences.add(sentence(pipeline, text, span, tokens));
            }
        }
        return sentences;
    }

    private Sentence sentence(Pipeline pipeline, String text, Span span, List<Token> tokens) {
        List<TaggedWord> tagged = pipeline.corrections.apply(pipeline.tagger.tag(text, tokens));
        return new Sentence(
                span,
                tagged.stream()
                        .map(word -> new Word(word.span(), word.tag(), calibration.of(word.raw())))
                        .toList());
    }
}
