package io.brume.operations.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.iam.model.MalformedPolicyDocumentException;

/** Documents are written with ' for " here. */
class PolicyGrammarTest {

    private static final String SYNTAX = "Syntax errors in policy.";

    private static String policy(String statements) {
        return ("{'Version':'2012-10-17','Statement':" + statements + "}").replace('\'', '"');
    }

    private static String refusal(String document) {
        return String.valueOf(catchThrowableOfType(
                        MalformedPolicyDocumentException.class, () -> PolicyGrammar.checkIdentity(document))
                .getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'Effect':'Allow','Action':'s3:ListBucket','Resource':['arn:aws:s3:::b','*']}",
                "[{'Effect':'Allow','Action':'*','Resource':'arn:aws:s3:::b/*'}]",
                "{'Sid':'','Effect':'Deny','NotAction':['iam:*'],'NotResource':'arn:aws:fdsasf'}",
                "{'Effect':'Allow','Action':'a:b','Resource':'arn:aws:iam:::user/${aws:username}'}",
                "{'Effect':'Allow','Action':'a:b','Resource':'*','Condition':{}}",
                "{'Effect':'Allow','Action':'a:b','Resource':'*','Condition':{'Bool':{'aws:x':true}}}",
                "{'Effect':'Allow','Action':'a:b','Resource':'*',"
                        + "'Condition':{'ForAllValues:StringEqualsIfExists':{'aws:TagKeys':['a','b']}}}",
                "{'Effect':'Allow','Action':'a:b','Resource':'arn:aws:logs:*:*'}",
                "{'Effect':'Allow','Action':'a:b','Resource':'arn:aws:lambda:us-east-1:123456789012:function:f:1'}"
            })
    void policiesPass(String statements) {
        assertThatCode(() -> PolicyGrammar.checkIdentity(policy(statements))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "['a']",
                "{'Effect':'maybe','Action':'a:b','Resource':'*'}",
                "{'Action':'a:b','Resource':'*'}",
                "{'Effect':'Allow','Action':'a:b','NotAction':'a:c','Resource':'*'}",
                "{'Effect':'Allow','Action':'a:b','Resource':'*','NotResource':[]}",
                "{'Effect':'Allow','Action':{},'Resource':'*'}",
                "{'Effect':'Allow','Action':[[]],'Resource':'*'}",
                "{'Effect':'Allow','Action':'a:b','Resource':'*','Extra':'x'}",
                "{'Sid':[],'Effect':'Allow','Action':'a:b','Resource':'*'}",
                "{'Effect':'Allow','Action':'a:b','Resource':'*','Condition':[]}",
                "{'Effect':'Allow','Action':'a:b','Resource':'*','Condition':{'x':{'a':'1'}}}",
                "{'Effect':'Allow','Action':'a:b','Resource':'*','Condition':{'StringEquals':{'a':{}}}}"
            })
    void otherShapesAreSyntaxErrors(String statements) {
        assertThat(refusal(policy(statements))).isEqualTo(SYNTAX);
    }

    @ParameterizedTest
    @ValueSource(strings = {"no json", "{", "[]", "null", "{'Version':'2012-10-17'}", "{'Statement':1}", "{}{}"})
    void whatIsNoPolicyAtAllIsASyntaxError(String document) {
        assertThat(refusal(document.replace('\'', '"'))).isEqualTo(SYNTAX);
    }

    @Test
    void aDocumentOfDeepNestingIsRefusedLikeAnyOther() {
        assertThat(refusal("[".repeat(60_000))).isEqualTo(SYNTAX);
        assertThat(refusal(policy("{'a':".repeat(20_000)))).isEqualTo(SYNTAX);
    }

    @Test
    void theVersionHasToBeTheCurrentOne() {
        String old = "{'Version':'2008-10-17','Statement':{'Effect':'Allow','Action':'a:b','Resource':'*'}}";

        assertThat(refusal(old.replace('\'', '"'))).isEqualTo("Policy document must be version 2012-10-17 or greater.");
        assertThat(refusal(old.replace("2008-10-17", "2013-10-17").replace('\'', '"')))
                .isEqualTo(SYNTAX);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'Effect':'Allow','Action':'x','Resource':'*'}|Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
                "{'Effect':'Allow','Action':'a a:b','Resource':'*'}|Vendor a a is not valid",
                "{'Effect':'Allow','Action':'s3:a:b','Resource':'*'}|Actions/Condition can contain only one colon.",
                "{'Effect':'Allow','Action':'s:3:a','Resource':'x y'}|Resource x y must be in ARN format or \"*\".",
                "{'Effect':'Allow','Action':'a:b','Resource':''}|Resource  must be in ARN format or \"*\".",
                "{'Effect':'Allow','Action':'a:b','Resource':'a:b:cadfsdf'}|Partition \"b\" is not valid for resource \"arn:b:cadfsdf:*:*:*\".",
                "{'Effect':'Allow','Action':'a:b','Resource':'aws:s3:::x'}|Partition \"s3\" is not valid for resource \"arn:s3:::x:*\".",
                "{'Effect':'Allow','Action':'a:b','Resource':'arn:aws'}|Resource vendor must be fully qualified and cannot contain regexes.",
                "{'Effect':'Allow','Action':'a:b'}|Policy statement must contain resources.",
                "{'Effect':'Allow','Action':'a:b','Resource':[]}|Policy statement must contain resources.",
                "{'Effect':'Allow','Resource':'*'}|Policy statement must contain actions.",
                "{'Effect':'Allow'}|Policy statement must contain actions.",
                "{'Effect':'Allow','Action':'a:b','Resource':'arn:aws:s3::x'}|The policy failed legacy parsing",
                "{'Effect':'denY','Action':'a:b','Resource':'*'}|The policy failed legacy parsing",
                "{'Effect':'Allow','Action':'a:b','Resource':'arn:aws:s3:us-east-1::x'}|Resource arn:aws:s3:us-east-1::x can not contain region information.",
                "{'Effect':'Allow','Action':'a:b','Resource':'arn:aws:iam:us-east-1::x'}|IAM resource arn:aws:iam:us-east-1::x cannot contain region information.",
                "{'Effect':'Allow','Principal':'*','Action':'a:b','Resource':'*'}|Policy document should not specify a principal.",
                "[{'Sid':'a','Effect':'Allow','Action':'a:b','Resource':'*'},{'Sid':'a','Effect':'Allow'}]|Statement IDs (SID) in a single policy must be unique."
            })
    void theOtherErrorsAreNamed(String statements, String message) {
        assertThat(refusal(policy(statements))).isEqualTo(message == null ? "" : message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'Effect':'Allow','Principal':{'AWS':'*'},'Action':'sts:AssumeRole','Resource':'*'}|Has prohibited field Resource",
                "{'Effect':'Allow','Principal':{'AWS':'*'},'Action':'s3:Get'}|AssumeRole policy may only specify STS AssumeRole actions.",
                "{'Effect':'Allow','Action':'sts:AssumeRole'}|Missing required field Principal",
                "{'Effect':'Allow','Principal':{'AWS':'*'}}|Missing required field Action",
                "{'Effect':'Allow','Principal':{},'Action':'sts:AssumeRole'}|Syntax errors in policy."
            })
    void trustPoliciesHaveRulesOfTheirOwn(String statements, String message) {
        assertThat(catchThrowableOfType(
                                MalformedPolicyDocumentException.class,
                                () -> PolicyGrammar.checkTrust(policy(statements)))
                        .getMessage())
                .isEqualTo(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'Effect':'Allow','Principal':{'Service':['lambda.amazonaws.com']},'Action':['sts:AssumeRole','sts:TagSession']}",
                "{'Effect':'Allow','Principal':{'Federated':'cognito-identity.amazonaws.com'},"
                        + "'Action':'sts:AssumeRoleWithWebIdentity','Condition':{'StringEquals':{'a:aud':'x'}}}",
                "{'Effect':'Allow','Principal':'*','Action':'sts:*'}"
            })
    void trustPoliciesPass(String statements) {
        assertThatCode(() -> PolicyGrammar.checkTrust(policy(statements))).doesNotThrowAnyException();
    }
}
