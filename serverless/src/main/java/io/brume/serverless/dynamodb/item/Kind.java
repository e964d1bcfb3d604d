package io.brume.serverless.dynamodb.item;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What a value is, by the names that DynamoDB has for it. */
public enum Kind {
    S("STRING"),
    N("NUMBER"),
    B("BINARY"),
    SS("STRING_SET"),
    NS("NUMBER_SET"),
    BS("BINARY_SET"),
    M("MAP"),
    L("LIST"),
    BOOL("BOOLEAN"),
    NULL("NULL");

    private final String word;

    Kind(String word) {
        this.word = word;
    }

    /** The kind of a value that has been checked. */
    public static Kind of(AttributeValue value) {
        return switch (value.type()) {
            case S -> S;
            case N -> N;
            case B -> B;
            case SS -> SS;
            case NS -> NS;
            case BS -> BS;
            case M -> M;
            case L -> L;
            case BOOL -> BOOL;
            case NUL -> NULL;
            case UNKNOWN_TO_SDK_VERSION -> throw new IllegalArgumentException("a value of no type");
        };
    }

    /** As some of the errors call it. */
    public String word() {
        return word;
    }

    public boolean isSet() {
        return this == SS || this == NS || this == BS;
    }

    /** Whether values of this kind come one after another, as those of keys do. */
    public boolean isOrdered() {
        return this == S || this == N || this == B;
    }
}
