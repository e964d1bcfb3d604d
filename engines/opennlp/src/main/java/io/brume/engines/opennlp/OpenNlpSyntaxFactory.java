package io.brume.engines.opennlp;

import io.brume.engines.EngineFactory;
import io.brume.engines.Engines;
import io.brume.engines.text.SyntaxAnalyzer;
import java.io.IOException;
import java.util.Set;

/** Loads {@link OpenNlpSyntaxAnalyzer}. */
public final class OpenNlpSyntaxFactory implements EngineFactory<SyntaxAnalyzer> {

    @Override
    public String name() {
        return "opennlp-syntax-analyzer";
    }

    @Override
    public Class<SyntaxAnalyzer> task() {
        return SyntaxAnalyzer.class;
    }

    @Override
    public Set<String> languages() {
        return Set.of("en", "de", "fr");
    }

    @Override
    public SyntaxAnalyzer load(Engines engines) throws IOException {
        return new OpenNlpSyntaxAnalyzer();
    }
}
