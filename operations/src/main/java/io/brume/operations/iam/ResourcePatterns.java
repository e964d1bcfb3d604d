package io.brume.operations.iam;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** The resources that a policy names: ARNs with wildcards in them, or a star. */
final class ResourcePatterns {

    private static final int PARTS = 6;
    private static final Set<String> PARTITIONS =
            Set.of("aws", "aws-cn", "aws-us-gov", "aws-iso", "aws-iso-b", "aws-iso-e", "aws-iso-f", "aws-eusc", "*");
    private static final List<String> IAM_PATHS = List.of(
            "user/",
            "federated-user/",
            "role/",
            "group/",
            "instance-profile/",
            "mfa/",
            "server-certificate/",
            "policy/",
            "sms-mfa/",
            "saml-provider/",
            "oidc-provider/",
            "report/",
            "access-report/");

    private ResourcePatterns() {}

    /** Whether an ARN stops in its middle, or names no service. */
    static boolean isBroken(String resource) {
        String[] parts = resource.split(":", PARTS);
        boolean cut = parts.length > 3 && parts.length < PARTS && !parts[parts.length - 1].contains("*");
        return parts[0].equals("arn")
                && parts.length > 2
                && PARTITIONS.contains(parts[1])
                && (cut || parts[2].isEmpty());
    }

    /** @throws software.amazon.awssdk.services.iam.model.MalformedPolicyDocumentException when it is neither */
    static void check(String resource) {
        if (resource.equals("*")) {
            return;
        }
        String[] parts = resource.split(":", -1);
        if (parts.length < 2) {
            throw Errors.malformed("Resource " + resource + " must be in ARN format or \"*\".");
        }
        if (!PARTITIONS.contains(parts[1])) {
            String shown = "arn:" + String.join(":", Arrays.asList(parts).subList(1, parts.length))
                    + ":*".repeat(Math.max(0, PARTS - parts.length));
            throw Errors.malformed("Partition \"" + parts[1] + "\" is not valid for resource \"" + shown + "\".");
        }
        if (parts.length == 2) {
            throw Errors.malformed("Resource vendor must be fully qualified and cannot contain regexes.");
        }
        if (parts.length >= PARTS) {
            checkGlobal(resource, parts);
        }
    }

    /** IAM's and S3's resources are in no region. */
    private static void checkGlobal(String resource, String[] parts) {
        boolean regional = !parts[3].isEmpty() && !parts[3].equals("*");
        if (parts[2].equals("iam")) {
            if (regional) {
                throw Errors.malformed("IAM resource " + resource + " cannot contain region information.");
            }
            String path = parts[5];
            if (!path.startsWith("*") && IAM_PATHS.stream().noneMatch(path::startsWith)) {
                throw Errors.malformed(
                        "IAM resource path must either be \"*\" or start with " + String.join(", ", IAM_PATHS) + ".");
            }
        } else if (parts[2].equals("s3") && regional) {
            throw Errors.malformed("Resource " + resource + " can not contain region information.");
        }
    }
}
