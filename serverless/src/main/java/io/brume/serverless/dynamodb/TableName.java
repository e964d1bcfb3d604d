package io.brume.serverless.dynamodb;

import io.brume.kernel.resource.Scope;
import io.brume.serverless.dynamodb.item.Refusal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A table's name, and whose and where the table is. */
record TableName(Scope scope, String name) {

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_.-]{3,255}");
    private static final Pattern ARN =
            Pattern.compile("arn:aws[a-z-]*:dynamodb:([a-z0-9-]{1,64}):([0-9]{12}):table/([a-zA-Z0-9_.-]{3,255})");

    /** The table that a request names by its name or its ARN. */
    static TableName of(String nameOrArn) {
        if (nameOrArn.startsWith("arn:")) {
            return ofArn(nameOrArn);
        }
        requireName(nameOrArn);
        return new TableName(Scope.current(), nameOrArn);
    }

    static TableName ofArn(String arn) {
        Matcher parts = ARN.matcher(arn);
        if (!parts.matches()) {
            throw Refusal.invalidValues("Invalid ResourceArn provided as input " + arn);
        }
        return new TableName(new Scope(parts.group(2), parts.group(1)), parts.group(3));
    }

    /** Refuses what no table and no index can be called. */
    static void requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw Refusal.invalid("Invalid table/index name.  Table/index names must be between 3 and 255 characters"
                    + " long, and may contain only the characters a-z, A-Z, 0-9, '_', '-', and '.'");
        }
    }

    String arn() {
        return scope.arn("dynamodb", "table/" + name);
    }
}
