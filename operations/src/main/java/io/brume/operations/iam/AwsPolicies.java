package io.brume.operations.iam;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.iam.model.Policy;
import software.amazon.awssdk.services.iam.model.PolicyVersion;

/**
 * The managed policies of AWS that are known here in full. There are over a thousand others; those can be attached by their ARNs,
 * and nothing is said of them but what their ARNs say.
 */
final class AwsPolicies {

    private record Known(Policy policy, String document) {}

    private static final List<Known> KNOWN = List.of(
            known(
                    "/",
                    "AdministratorAccess",
                    "ANPAIWMBCKSKIEE64ZLYQ",
                    "v1",
                    "2015-02-06T18:39:46Z",
                    "2015-02-06T18:39:46Z",
                    "Provides full access to AWS services and resources.",
                    "\"*\""),
            known(
                    "/",
                    "AmazonS3FullAccess",
                    "ANPAIFIR6V6BVTRAHWINE",
                    "v2",
                    "2015-02-06T18:40:58Z",
                    "2021-09-27T20:16:37Z",
                    "Provides full access to all buckets via the AWS Management Console.",
                    "[\"s3:*\",\"s3-object-lambda:*\"]"),
            known(
                    "/",
                    "AmazonS3ReadOnlyAccess",
                    "ANPAIZTJ4DXE7G6AGAE6M",
                    "v3",
                    "2015-02-06T18:40:59Z",
                    "2023-08-10T21:31:39Z",
                    "Provides read only access to all buckets via the AWS Management Console.",
                    "[\"s3:Get*\",\"s3:List*\",\"s3:Describe*\",\"s3-object-lambda:Get*\",\"s3-object-lambda:List*\"]"),
            known(
                    "/service-role/",
                    "AWSLambdaBasicExecutionRole",
                    "ANPAJNCQGXC42545SKXIK",
                    "v1",
                    "2015-04-09T15:03:43Z",
                    "2015-04-09T15:03:43Z",
                    "Provides write permissions to CloudWatch Logs.",
                    "[\"logs:CreateLogGroup\",\"logs:CreateLogStream\",\"logs:PutLogEvents\"]"));

    private AwsPolicies() {}

    private static Known known(
            String path,
            String name,
            String id,
            String version,
            String created,
            String updated,
            String description,
            String actions) {
        var policy = Policy.builder()
                .policyName(name)
                .policyId(id)
                .arn("arn:aws:iam::aws:policy" + path + name)
                .path(path)
                .defaultVersionId(version)
                .isAttachable(true)
                .description(description)
                .createDate(Instant.parse(created))
                .updateDate(Instant.parse(updated))
                .build();
        return new Known(
                policy,
                "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":" + actions
                        + ",\"Resource\":\"*\"}]}");
    }

    static List<Policy> all() {
        return KNOWN.stream().map(Known::policy).toList();
    }

    /** The policy, without anything that its ARN does not say when it is not known here. */
    static Policy get(PolicyArn arn) {
        return find(arn.arn())
                .map(Known::policy)
                .orElseGet(() -> Policy.builder()
                        .policyName(arn.name())
                        .arn(arn.arn())
                        .path(arn.path())
                        .isAttachable(true)
                        .build());
    }

    /** The default version with its document, where the policy is known. */
    static Optional<PolicyVersion> version(String arn) {
        return find(arn)
                .map(known -> PolicyVersion.builder()
                        .versionId(known.policy.defaultVersionId())
                        .isDefaultVersion(true)
                        .createDate(known.policy.updateDate())
                        .document(known.document)
                        .build());
    }

    private static Optional<Known> find(String arn) {
        return KNOWN.stream().filter(known -> known.policy.arn().equals(arn)).findFirst();
    }
}
