package io.brume.operations.iam;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ARN of a managed policy.
 *
 * @param account whose policy it is; {@code aws} for AWS's own
 */
record PolicyArn(String arn, String account, String path, String name) {

    static final String AWS = "aws";

    private static final Pattern FORM =
            Pattern.compile("arn:aws[a-z-]*:iam::(\\d{12}|aws):policy(/(?:[A-Za-z0-9.,+@=_-]+/)*)([\\w+=,.@-]{1,128})");

    /** @throws software.amazon.awssdk.services.iam.model.IamException a ValidationError, when it is none */
    static PolicyArn of(String arn) {
        Matcher matcher = FORM.matcher(arn);
        if (!matcher.matches()) {
            throw Errors.validation("ARN " + arn + " is not valid.");
        }
        return new PolicyArn(arn, matcher.group(1), matcher.group(2), matcher.group(3));
    }

    boolean isAws() {
        return account.equals(AWS);
    }
}
