package io.brume.engines.nlp4j.tagger;

import static org.assertj.core.api.Assertions.assertThat;

import edu.emory.mathcs.nlp.common.util.IOUtils;
import edu.emory.mathcs.nlp.common.util.NLPUtils;
import edu.emory.mathcs.nlp.component.template.NLPComponent;
import edu.emory.mathcs.nlp.component.template.lexicon.GlobalLexica;
import edu.emory.mathcs.nlp.component.template.node.NLPNode;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaggerTest {

    private static final String ROOT = "edu/emory/mathcs/nlp/";

    private static final List<List<String>> SENTENCES = List.of(
            List.of(
                    "Mr.",
                    "Smith",
                    "does",
                    "n't",
                    "sell",
                    "3,000",
                    "well-known",
                    "books",
                    "at",
                    "http://example.org/a",
                    "."),
            List.of("IBM", "'s", "shares", "rose", "4.5", "%", "in", "the", "U.S.", "on", "Tuesday", "!"),
            List.of("the", "quick", "brown", "fox", "jumps", "over", "10", "lazy", "dogs"),
            List.of("«", "Łódź", "»", "is", "lovelier", "than", "you", "'d", "think", "…"),
            List.of("Why"));

    /** The compiled tables tag as NLP4J itself does: the library's own tagger, on the library's own lexica, is the reference. */
    @Test
    void partsOfSpeechAreThoseOfTheLibrary() throws Exception {
        GlobalLexica<NLPNode> lexica = new GlobalLexica<>(new ByteArrayInputStream(("<configuration><lexica>"
                        + "<ambiguity_classes field=\"word_form_simplified_lowercase\">" + ROOT
                        + "lexica/en-ambiguity-classes-simplified-lowercase.xz</ambiguity_classes>"
                        + "<word_clusters field=\"word_form_simplified_lowercase\">" + ROOT
                        + "lexica/en-brown-clusters-simplified-lowercase.xz</word_clusters>"
                        + "</lexica></configuration>")
                .getBytes(StandardCharsets.UTF_8)));
        NLPComponent<NLPNode> reference = NLPUtils.getComponent(IOUtils.getInputStream(ROOT + "models/en-pos.xz"));
        Tagger tagger = Tagger.load();
        for (List<String> words : SENTENCES) {
            NLPNode[] nodes = new NLPNode[words.size() + 1];
            nodes[0] = new NLPNode();
            for (int i = 0; i < words.size(); i++) {
                nodes[i + 1] = new NLPNode(i + 1, words.get(i));
            }
            lexica.process(nodes);
            reference.process(nodes);
            List<String> expected = new ArrayList<>();
            for (int i = 1; i < nodes.length; i++) {
                expected.add(nodes[i].getPartOfSpeechTag());
            }
            assertThat(tagger.tag(words).partsOfSpeech()).as("%s", words).isEqualTo(expected);
        }
    }

    @Test
    void aKeyTableKnowsItsKeysAndNoOthers() {
        long[] keys = new long[50_000];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = StringHash.mix(i);
        }
        KeyTable.Built built = KeyTable.of(keys);
        for (int number = 0; number < built.table().size(); number++) {
            assertThat(built.table().find(keys[built.source()[number]])).isEqualTo(number);
        }
        long strangers = 0;
        for (int i = 0; i < 100_000; i++) {
            strangers += built.table().find(StringHash.mix(1_000_000L + i)) >= 0 ? 1 : 0;
        }
        assertThat(strangers).isLessThan(10);
    }

    @Test
    void hashesOfJoinedStringsCompose() {
        long left = StringHash.of("New");
        long right = StringHash.of("York");
        assertThat(StringHash.join(left, right, StringHash.power(4))).isEqualTo(StringHash.of("New_York"));
    }
}
