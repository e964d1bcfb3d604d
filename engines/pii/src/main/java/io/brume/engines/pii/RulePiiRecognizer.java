package io.brume.engines.pii;

import io.brume.engines.text.PiiRecognizer;
import java.util.ArrayList;
import java.util.List;

/** Finds personal data with rules in English and Spanish. */
final class RulePiiRecognizer implements PiiRecognizer {

    private final PhoneRule phones = new PhoneRule();
    private final EnglishNames englishNames;
    private final SpanishNames spanishNames;
    private final RuleReliability reliability;

    RulePiiRecognizer(EnglishNames englishNames, SpanishNames spanishNames, RuleReliability reliability) {
        this.englishNames = englishNames;
        this.spanishNames = spanishNames;
        this.reliability = reliability;
    }

    @Override
    public List<PiiMention> recognize(String text, String language) {
        return find(text, language).stream()
                .map(f -> new PiiMention(f.span(), f.type(), reliability.of(f.rule())))
                .toList();
    }

    List<Finding> find(String text, String language) {
        List<Finding> findings = new ArrayList<>();
        NumberRule.ALL.forEach(rule -> rule.find(text, findings));
        LabelledRule.ALL.forEach(rule -> rule.find(text, findings));
        phones.find(text, language, findings);
        TimeRules.find(text, language, findings);
        AddressRules.find(text, language, findings);
        if (language.equals("es")) {
            spanishNames.find(text, findings);
        } else {
            englishNames.find(text, findings);
        }
        return FindingResolver.resolve(findings);
    }
}
