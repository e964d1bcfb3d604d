package io.brume.kernel.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.brume.kernel.model.Shape;
import io.brume.kernel.model.Shape.Bounds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.comprehend.model.BatchDetectSentimentRequest;
import software.amazon.awssdk.services.comprehend.model.CreateEndpointRequest;
import software.amazon.awssdk.services.comprehend.model.DetectEntitiesRequest;
import software.amazon.awssdk.services.comprehend.model.DetectSentimentRequest;
import software.amazon.awssdk.services.comprehend.model.Tag;
import software.amazon.awssdk.services.sns.model.CreateTopicRequest;

/** The wording of violations, which is AWS's own. */
class ValidatorTest {

    private static final Bounds NAME_LENGTH = new Bounds(1.0, 5.0);
    private static final Shape NAME = new Shape.Text(NAME_LENGTH, "[a-z]*", List.of(), false);
    private static final Shape SECRET = new Shape.Text(NAME_LENGTH, null, List.of(), true);
    private static final Shape ANY = new Shape.Text(Bounds.NONE, null, List.of(), false);

    private final Map<String, Shape> shapes = new LinkedHashMap<>();

    private Validator validator(List<String> required, Map<String, String> members) {
        shapes.put("Input", new Shape.Structure(required, members));
        return new Validator(shapes);
    }

    private Validator textOf(Shape text) {
        shapes.put("Text", text);
        return validator(List.of("Text"), Map.of("Text", "Text"));
    }

    private static DetectSentimentRequest text(String text) {
        return DetectSentimentRequest.builder().text(text).build();
    }

    @Test
    void aMissingMember() {
        assertThat(textOf(NAME).check(DetectSentimentRequest.builder().build(), "Input"))
                .isEqualTo("1 validation error detected: Value null at 'text' failed to satisfy constraint:"
                        + " Member must not be null");
    }

    @Test
    void aMissingSensitiveMember() {
        assertThat(textOf(SECRET).check(DetectSentimentRequest.builder().build(), "Input"))
                .isEqualTo("1 validation error detected: Value at 'text' failed to satisfy constraint:"
                        + " Member must not be null");
    }

    @Test
    void aTextThatIsTooLongOrTooShort() {
        assertThat(textOf(NAME).check(text("abcdef"), "Input"))
                .isEqualTo("1 validation error detected: Value 'abcdef' at 'text' failed to satisfy constraint:"
                        + " Member must have length less than or equal to 5");
        assertThat(textOf(NAME).check(text(""), "Input"))
                .isEqualTo("1 validation error detected: Value '' at 'text' failed to satisfy constraint:"
                        + " Member must have length greater than or equal to 1");
    }

    @Test
    void lengthsCountCodePoints() {
        assertThat(textOf(new Shape.Text(NAME_LENGTH, null, List.of(), false)).check(text("🎈🎈🎈🎈🎈"), "Input"))
                .isNull();
    }

    @Test
    void aTextThatDoesNotMatch() {
        assertThat(textOf(NAME).check(text("A"), "Input"))
                .isEqualTo("1 validation error detected: Value 'A' at 'text' failed to satisfy constraint:"
                        + " Member must satisfy regular expression pattern: [a-z]*");
    }

    @Test
    void aTextThatNeitherMatchesNorFits() {
        assertThat(textOf(NAME).check(text("ABCDEF"), "Input"))
                .isEqualTo("2 validation errors detected:"
                        + " Value 'ABCDEF' at 'text' failed to satisfy constraint:"
                        + " Member must satisfy regular expression pattern: [a-z]*;"
                        + " Value 'ABCDEF' at 'text' failed to satisfy constraint:"
                        + " Member must have length less than or equal to 5");
    }

    @Test
    void aPatternThatBacktracksDoesNotTakeForever() {
        Shape hostile = new Shape.Text(new Bounds(1.0, 100.0), "(?!x)(a+)+b", List.of(), false);

        assertThat(textOf(hostile).check(text("a".repeat(100_000)), "Input"))
                .startsWith("1 validation error detected: Value at 'text'")
                .endsWith("Member must have length less than or equal to 100");
    }

    @Test
    void aValueThatIsNotInTheEnumeration() {
        assertThat(textOf(new Shape.Text(Bounds.NONE, null, List.of("en", "es"), false))
                        .check(text("xx"), "Input"))
                .isEqualTo("1 validation error detected: Value 'xx' at 'text' failed to satisfy constraint:"
                        + " Member must satisfy enum value set: [en, es]");
    }

    @Test
    void aSensitiveValueIsNotRepeated() {
        assertThat(textOf(SECRET).check(text("my password"), "Input"))
                .isEqualTo("1 validation error detected: Value at 'text' failed to satisfy constraint:"
                        + " Member must have length less than or equal to 5");
    }

    @Test
    void aNumberOutOfItsRange() {
        shapes.put("Units", new Shape.Amount(new Bounds(1.0, null), false));
        Validator validator = validator(List.of(), Map.of("DesiredInferenceUnits", "Units"));

        assertThat(validator.check(
                        CreateEndpointRequest.builder().desiredInferenceUnits(0).build(), "Input"))
                .isEqualTo("1 validation error detected: Value '0' at 'desiredInferenceUnits' failed to satisfy"
                        + " constraint: Member must have value greater than or equal to 1");
    }

    @Test
    void aBlobsLengthInBytes() {
        shapes.put("Blob", new Shape.Amount(new Bounds(1.0, null), true));
        Validator validator = validator(List.of(), Map.of("Bytes", "Blob"));

        assertThat(validator.check(
                        DetectEntitiesRequest.builder()
                                .bytes(SdkBytes.fromByteArray(new byte[0]))
                                .build(),
                        "Input"))
                .isEqualTo("1 validation error detected: Value at 'bytes' failed to satisfy constraint:"
                        + " Member must have length greater than or equal to 1");
    }

    private Validator textsOf(Bounds length, Shape item) {
        shapes.put("Item", item);
        shapes.put("List", new Shape.ListOf(length, "Item"));
        return validator(List.of(), Map.of("TextList", "List"));
    }

    private static BatchDetectSentimentRequest texts(String... texts) {
        return BatchDetectSentimentRequest.builder().textList(texts).build();
    }

    @Test
    void aListOfScalarsIsOneViolationThatNamesAllConstraints() {
        assertThat(textsOf(Bounds.NONE, NAME).check(texts("a", "BB", "CC"), "Input"))
                .isEqualTo(
                        "1 validation error detected: Value '[a, BB, CC]' at 'textList' failed to satisfy constraint:"
                                + " Member must satisfy constraint: [Member must have length less than or equal to 5,"
                                + " Member must have length greater than or equal to 1,"
                                + " Member must satisfy regular expression pattern: [a-z]*]");
    }

    @Test
    void aListOfEnumeratedValues() {
        assertThat(textsOf(Bounds.NONE, new Shape.Text(Bounds.NONE, null, List.of("A", "B"), false))
                        .check(texts("A", "C"), "Input"))
                .isEqualTo("1 validation error detected: Value '[A, C]' at 'textList' failed to satisfy constraint:"
                        + " Member must satisfy constraint: [Member must satisfy enum value set: [A, B]]");
    }

    @Test
    void aListOfSensitiveTextsIsNotRepeated() {
        assertThat(textsOf(new Bounds(null, 1.0), SECRET).check(texts("password", "x"), "Input"))
                .isEqualTo("2 validation errors detected: Value at 'textList' failed to satisfy constraint:"
                        + " Member must have length less than or equal to 1;"
                        + " Value at 'textList' failed to satisfy constraint:"
                        + " Member must satisfy constraint: [Member must have length less than or equal to 5,"
                        + " Member must have length greater than or equal to 1]");
    }

    @Test
    void aListsOwnLength() {
        assertThat(textsOf(new Bounds(1.0, 25.0), ANY).check(texts(), "Input"))
                .isEqualTo("1 validation error detected: Value '[]' at 'textList' failed to satisfy constraint:"
                        + " Member must have length greater than or equal to 1");
    }

    @Test
    void membersOfAListsStructuresAreNamedByTheirPlace() {
        shapes.put("Name", NAME);
        shapes.put("Tag", new Shape.Structure(List.of("Key"), Map.of("Key", "Name", "Value", "Name")));
        shapes.put("Tags", new Shape.ListOf(Bounds.NONE, "Tag"));
        Validator validator = validator(List.of(), Map.of("Tags", "Tags"));

        assertThat(validator.check(
                        CreateEndpointRequest.builder()
                                .tags(
                                        Tag.builder().key("a").value("toolong").build(),
                                        Tag.builder().value("b").build())
                                .build(),
                        "Input"))
                .isEqualTo("2 validation errors detected:"
                        + " Value 'toolong' at 'tags.1.member.value' failed to satisfy constraint:"
                        + " Member must have length less than or equal to 5;"
                        + " Value null at 'tags.2.member.key' failed to satisfy constraint: Member must not be null");
    }

    private Validator attributesOf(Shape key, Shape value) {
        shapes.put("Key", key);
        shapes.put("Value", value);
        shapes.put("Map", new Shape.MapOf(Bounds.NONE, "Key", "Value"));
        return validator(List.of(), Map.of("Attributes", "Map"));
    }

    private static CreateTopicRequest attributes(Map<String, String> attributes) {
        return CreateTopicRequest.builder().attributes(attributes).build();
    }

    @Test
    void aMapsKeys() {
        assertThat(attributesOf(NAME, ANY).check(attributes(Map.of("KEY", "v")), "Input"))
                .isEqualTo("1 validation error detected: Value '{KEY=v}' at 'attributes' failed to satisfy constraint:"
                        + " Map keys must satisfy constraint: [Member must have length less than or equal to 5,"
                        + " Member must have length greater than or equal to 1,"
                        + " Member must satisfy regular expression pattern: [a-z]*]");
    }

    @Test
    void aMapsValues() {
        assertThat(attributesOf(ANY, new Shape.Text(new Bounds(null, 3.0), null, List.of(), false))
                        .check(attributes(Map.of("k", "value")), "Input"))
                .isEqualTo(
                        "1 validation error detected: Value '{k=value}' at 'attributes' failed to satisfy constraint:"
                                + " Map value must satisfy constraint: [Member must have length less than or equal to 3]");
    }

    @Test
    void noMoreThanTenViolationsAreWrittenOut() {
        shapes.put("Name", NAME);
        shapes.put("Tag", new Shape.Structure(List.of("Key"), Map.of("Key", "Name")));
        shapes.put("Tags", new Shape.ListOf(Bounds.NONE, "Tag"));
        Validator validator = validator(List.of(), Map.of("Tags", "Tags"));
        List<Tag> tags = new ArrayList<>(Collections.nCopies(30, Tag.builder().build()));

        String message =
                validator.check(CreateEndpointRequest.builder().tags(tags).build(), "Input");
        assertThat(message).startsWith("30 validation errors detected: ").contains("'tags.10.member.key'");
        assertThat(message).doesNotContain("'tags.11.member.key'");
    }

    @Test
    void aLongValueIsNotRepeated() {
        assertThat(textOf(NAME).check(text("a".repeat(2000)), "Input"))
                .startsWith("1 validation error detected: Value at 'text' failed");
    }
}
