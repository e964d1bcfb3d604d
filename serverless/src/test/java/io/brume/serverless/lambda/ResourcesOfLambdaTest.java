package io.brume.serverless.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brume.serverless.Databases;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.lambda.model.AliasConfiguration;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.FunctionUrlAuthType;
import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;
import software.amazon.awssdk.services.lambda.model.Layer;
import software.amazon.awssdk.services.lambda.model.LayerVersionsListItem;
import software.amazon.awssdk.services.lambda.model.PreconditionFailedException;
import software.amazon.awssdk.services.lambda.model.ResourceConflictException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.lambda.model.TooManyRequestsException;

/** Functions, versions, aliases, layers, policies and URLs as they are kept. */
@ParameterizedClass
@MethodSource("io.brume.serverless.Databases#each")
class ResourcesOfLambdaTest {

    private static final String ARN = "arn:aws:lambda:us-east-1:123456789012:function:f";

    private final LambdaFixture lambda;

    ResourcesOfLambdaTest(Databases.Kind kind) throws IOException {
        lambda = new LambdaFixture(Files.createTempDirectory("brume-lambda"), kind.fresh());
        lambda.node("f", "exports.handler = async () => 1;");
    }

    @AfterEach
    void stop() {
        lambda.close();
    }

    @Test
    void aFunctionIsDescribedListedAndDeleted() {
        var found = lambda.client.getFunction(request -> request.functionName(ARN));
        assertThat(found.configuration().functionArn()).isEqualTo(ARN);
        assertThat(found.configuration().timeout()).isEqualTo(20);
        assertThat(found.configuration().stateAsString()).isEqualTo("Active");
        assertThat(lambda.client.listFunctions().functions())
                .extracting(FunctionConfiguration::functionName)
                .containsExactly("f");
        assertThatThrownBy(() -> lambda.node("f", "")).isInstanceOf(ResourceConflictException.class);
        lambda.client.deleteFunction(request -> request.functionName("f"));
        assertThatThrownBy(() -> lambda.client.getFunction(request -> request.functionName("f")))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("Function not found: " + ARN);
        lambda.node("f", "exports.handler = async () => 2;");
        assertThat(lambda.client
                        .publishVersion(request -> request.functionName("f"))
                        .version())
                .isEqualTo("1");
    }

    @Test
    void aVersionIsPublishedOnceForEachChange() {
        assertThat(publish()).isEqualTo("1");
        assertThat(publish()).isEqualTo("1");
        lambda.client.updateFunctionCode(
                request -> request.functionName("f").zipFile(LambdaFixture.zip(Map.of("index.js", "// changed"))));
        assertThat(publish()).isEqualTo("2");
        assertThat(lambda.client
                        .listVersionsByFunction(request -> request.functionName("f"))
                        .versions())
                .extracting(FunctionConfiguration::version)
                .containsExactly("$LATEST", "1", "2");
        lambda.client.deleteFunction(request -> request.functionName("f").qualifier("2"));
        lambda.client.updateFunctionConfiguration(
                request -> request.functionName("f").timeout(7));
        assertThat(publish()).isEqualTo("3");
        assertThat(lambda.client
                        .getFunctionConfiguration(
                                request -> request.functionName("f").qualifier("1"))
                        .timeout())
                .isEqualTo(20);
    }

    private String publish() {
        return lambda.client
                .publishVersion(request -> request.functionName("f"))
                .version();
    }

    @Test
    void anAliasNamesAVersionThatItKeepsFromBeingDeleted() {
        publish();
        lambda.client.createAlias(
                request -> request.functionName("f").name("live").functionVersion("1"));
        assertThat(lambda.client
                        .getFunctionConfiguration(request -> request.functionName("f:live"))
                        .version())
                .isEqualTo("1");
        assertThatThrownBy(() -> lambda.client.deleteFunction(
                        request -> request.functionName("f").qualifier("1")))
                .isInstanceOf(ResourceConflictException.class);
        assertThatThrownBy(() -> lambda.client.updateAlias(request ->
                        request.functionName("f").name("live").revisionId("00000000-0000-0000-0000-000000000000")))
                .isInstanceOf(PreconditionFailedException.class);
        assertThat(lambda.client
                        .listAliases(request -> request.functionName("f"))
                        .aliases())
                .extracting(AliasConfiguration::name)
                .containsExactly("live");
    }

    @Test
    void aLayersVersionsAreCountedAndFoundByFunctions() {
        var zip = LambdaFixture.zip(Map.of("nodejs/node_modules/two/index.js", "module.exports = 2;"));
        for (int i = 0; i < 2; i++) {
            lambda.client.publishLayerVersion(
                    request -> request.layerName("shared").content(content -> content.zipFile(zip)));
        }
        assertThat(lambda.client
                        .listLayerVersions(request -> request.layerName("shared"))
                        .layerVersions())
                .extracting(LayerVersionsListItem::version)
                .containsExactlyInAnyOrder(2L, 1L);
        String arn = "arn:aws:lambda:us-east-1:123456789012:layer:shared:2";
        assertThat(lambda.client
                        .updateFunctionConfiguration(
                                request -> request.functionName("f").layers(arn))
                        .layers())
                .extracting(Layer::arn)
                .containsExactly(arn);
        assertThatThrownBy(() -> lambda.client.updateFunctionConfiguration(
                        request -> request.functionName("f").layers(arn + "9")))
                .isInstanceOf(InvalidParameterValueException.class);
    }

    @Test
    void aPolicyHasTheStatementsThatWereAdded() {
        lambda.client.addPermission(request -> request.functionName("f")
                .statementId("s3")
                .action("lambda:InvokeFunction")
                .principal("s3.amazonaws.com")
                .sourceArn("arn:aws:s3:::photos"));
        assertThat(lambda.client.getPolicy(request -> request.functionName("f")).policy())
                .contains(
                        "\"Sid\":\"s3\"",
                        "\"Service\":\"s3.amazonaws.com\"",
                        "\"AWS:SourceArn\":\"arn:aws:s3:::photos\"");
        lambda.client.removePermission(request -> request.functionName("f").statementId("s3"));
        assertThatThrownBy(() -> lambda.client.getPolicy(request -> request.functionName("f")))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void reservedConcurrencyOfNoneThrottles() {
        lambda.client.putFunctionConcurrency(
                request -> request.functionName("f").reservedConcurrentExecutions(0));
        assertThatThrownBy(() -> lambda.invoke("f", "{}")).isInstanceOf(TooManyRequestsException.class);
        assertThat(lambda.client.getAccountSettings().accountLimit().unreservedConcurrentExecutions())
                .isEqualTo(1000);
        assertThatThrownBy(() -> lambda.client.putFunctionConcurrency(
                        request -> request.functionName("f").reservedConcurrentExecutions(901)))
                .isInstanceOf(InvalidParameterValueException.class);
    }

    @Test
    void aUrlIsMadeOnceAndGoesWithItsFunction() {
        String url = lambda.client
                .createFunctionUrlConfig(request -> request.functionName("f").authType(FunctionUrlAuthType.NONE))
                .functionUrl();
        assertThat(url).matches("http://[a-z2-7]{32}\\.lambda-url\\.us-east-1\\.localhost:4566/");
        assertThatThrownBy(() -> lambda.client.createFunctionUrlConfig(
                        request -> request.functionName("f").authType(FunctionUrlAuthType.NONE)))
                .isInstanceOf(ResourceConflictException.class);
        lambda.client.deleteFunction(request -> request.functionName("f"));
        assertThat(lambda.client.listFunctions().functions()).isEmpty();
    }

    @Test
    void variablesOfTheRuntimeCannotBeSet() {
        assertThatThrownBy(() -> lambda.client.updateFunctionConfiguration(request -> request.functionName("f")
                        .environment(environment -> environment.variables(Map.of("AWS_REGION", "mars")))))
                .isInstanceOf(InvalidParameterValueException.class)
                .hasMessageContaining("Reserved keys used in this request: AWS_REGION");
    }

    @Test
    void theNewestRuntimesAreTakenAndUnknownOnesRefused() {
        assertThat(lambda.client
                        .updateFunctionConfiguration(
                                request -> request.functionName("f").runtime("nodejs24.x"))
                        .runtimeAsString())
                .isEqualTo("nodejs24.x");
        for (String runtime : List.of("nodejs99.x", "ruby3.3")) {
            assertThatThrownBy(() -> lambda.client.updateFunctionConfiguration(
                            request -> request.functionName("f").runtime(runtime)))
                    .isInstanceOf(InvalidParameterValueException.class)
                    .hasMessageContaining(runtime);
        }
    }

    @Test
    void tagsAreKept() {
        lambda.client.tagResource(request -> request.resource(ARN).tags(Map.of("team", "blue")));
        assertThat(lambda.client.listTags(request -> request.resource(ARN)).tags())
                .containsExactlyEntriesOf(Map.of("team", "blue"));
    }
}
