package io.brume.language.comprehend;

import io.brume.kernel.wire.Fault;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import software.amazon.awssdk.services.comprehend.model.DetectEntitiesRequest;
import software.amazon.awssdk.services.comprehend.model.InvalidRequestException;

/** What DetectEntities is to read: text, or a plain-text document's bytes. */
final class EntityInput {

    private EntityInput() {}

    static String text(DetectEntitiesRequest request) {
        if (request.endpointArn() != null) {
            throw new Fault(
                    Fault.Kind.NOT_IMPLEMENTED,
                    "Comprehend's DetectEntities with a custom model's EndpointArn is not implemented by this server yet.");
        }
        if ((request.text() == null) == (request.bytes() == null)) {
            throw invalid("Provide either Text or Bytes.");
        }
        return request.text() != null
                ? request.text()
                : plainText(request.bytes().asByteBuffer());
    }

    static String language(DetectEntitiesRequest request) {
        if (request.languageCode() == null) {
            throw invalid("Provide a LanguageCode, or the EndpointArn of a custom model.");
        }
        return request.languageCodeAsString();
    }

    private static String plainText(ByteBuffer bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(bytes)
                    .toString();
            if (!text.startsWith("%PDF-")) {
                return text;
            }
        } catch (CharacterCodingException e) {
            // Falls through: a document of another kind.
        }
        throw new Fault(
                Fault.Kind.NOT_IMPLEMENTED,
                "Comprehend's DetectEntities on PDF, Word and image documents is not implemented by this server yet.");
    }

    private static InvalidRequestException invalid(String message) {
        return (InvalidRequestException)
                InvalidRequestException.builder().message(message).build();
    }
}
