package io.brume.engines.opennlp;

import io.brume.engines.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import opennlp.tools.sentdetect.SentenceDetectorME;
import opennlp.tools.sentdetect.SentenceModel;

/** Finds sentences by OpenNLP's model, then mends what it takes abbreviations for and ends sentences with paragraphs. */
final class SentenceSplitter {

    private static final Pattern PARAGRAPH_END = Pattern.compile("\\s*\\R\\s*\\R\\s*|\\s*\\R\\s*(?=[-*•–]\\s)");

    private final Pool<SentenceDetectorME> detectors;
    private final Abbreviations abbreviations;

    SentenceSplitter(SentenceModel model, String language) {
        this.detectors = new Pool<>(() -> new SentenceDetectorME(model));
        this.abbreviations = Abbreviations.of(language);
    }

    /** The sentences in order; every character outside them is white space. */
    List<Span> sentences(String text) {
        List<Span> sentences = new ArrayList<>();
        int from = 0;
        for (Matcher end = PARAGRAPH_END.matcher(text); end.find(); from = end.end()) {
            add(text, from, end.start(), sentences);
        }
        add(text, from, text.length(), sentences);
        return sentences;
    }

    private void add(String text, int from, int to, List<Span> sentences) {
        String paragraph = text.substring(from, to);
        if (paragraph.isBlank()) {
            return;
        }
        int first = sentences.size();
        for (var found : detectors.with(detector -> detector.sentPosDetect(paragraph))) {
            var sentence = new Span(from + found.getStart(), from + found.getEnd());
            if (sentences.size() > first && continues(text, sentences.getLast(), sentence)) {
                sentence = new Span(sentences.removeLast().begin(), sentence.end());
            }
            int cut = abbreviations.hiddenEnd(text, sentence.begin(), sentence.end());
            if (cut > 0) {
                sentences.add(new Span(sentence.begin(), cut));
                sentence = new Span(cut + 1, sentence.end());
            }
            sentences.add(sentence);
        }
    }

    private boolean continues(String text, Span before, Span after) {
        return abbreviations.joins(text, before.begin(), before.end(), after.begin())
                || (Character.isLowerCase(text.codePointAt(after.begin())) && text.startsWith("...", before.end() - 3));
    }
}
