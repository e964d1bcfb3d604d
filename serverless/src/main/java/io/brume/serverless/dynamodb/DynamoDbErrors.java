package io.brume.serverless.dynamodb;

import io.brume.serverless.dynamodb.item.Refusal;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.LimitExceededException;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/** DynamoDB's own errors in its own words. */
final class DynamoDbErrors {

    private DynamoDbErrors() {}

    static ResourceNotFoundException notFound(String message) {
        return ResourceNotFoundException.builder()
                .message(message)
                .writableStackTrace(false)
                .build();
    }

    /** The table of a request for items is not there. */
    static ResourceNotFoundException noResource() {
        return notFound("Requested resource not found");
    }

    static ResourceNotFoundException noTable(String name) {
        return notFound("Requested resource not found: Table: " + name + " not found");
    }

    static ResourceInUseException inUse(String message) {
        return ResourceInUseException.builder()
                .message(message)
                .writableStackTrace(false)
                .build();
    }

    static LimitExceededException tooMany(String message) {
        return LimitExceededException.builder()
                .message(message)
                .writableStackTrace(false)
                .build();
    }

    /** @param item what the item is like; null where the request does not want to know, or there is none */
    static ConditionalCheckFailedException conditionFailed(@Nullable Map<String, AttributeValue> item) {
        return ConditionalCheckFailedException.builder()
                .message("The conditional request failed")
                .item(item)
                .writableStackTrace(false)
                .build();
    }

    static RuntimeException wrongKey() {
        return Refusal.invalid("The provided key element does not match the schema");
    }
}
