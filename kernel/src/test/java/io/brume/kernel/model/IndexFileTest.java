package io.brume.kernel.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brume.kernel.model.ServiceModel.Protocol;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.lambda.LambdaAsyncClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The index that the build makes of the SDK's byte code and AWS's models. */
class IndexFileTest {

    private static ServiceModel index(Class<?> client) throws IOException {
        return IndexFile.load(List.of(client));
    }

    private static OperationModel operation(ServiceModel service, String name) {
        return service.operations().stream()
                .filter(operation -> operation.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static ErrorModel error(ServiceModel service, String code) {
        return service.errors().stream()
                .filter(error -> error.code().equals(code))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        ServiceModel model = index(LambdaClient.class);
        var bytes = new ByteArrayOutputStream();
        IndexFile.write(model, bytes);

        assertThat(IndexFile.read(new ByteArrayInputStream(bytes.toByteArray())))
                .isEqualTo(model);
    }

    @Test
    void anOperationIsKnownWithItsBinding() throws IOException {
        OperationModel invoke = operation(index(LambdaClient.class), "Invoke");

        assertThat(invoke.httpMethod()).isEqualTo("POST");
        assertThat(invoke.uri()).isEqualTo("/2015-03-31/functions/{FunctionName}/invocations");
        assertThat(invoke.kind()).isEqualTo(OperationModel.Kind.PLAIN);
    }

    @Test
    void eventStreamsAreFoundOnTheAsynchronousInterface() throws IOException {
        ServiceModel lambda = index(LambdaAsyncClient.class);

        assertThat(operation(lambda, "InvokeWithResponseStream").kind()).isEqualTo(OperationModel.Kind.EVENTS_OUT);
        assertThat(lambda.client()).isEqualTo(LambdaClient.class.getName());
        assertThat(lambda.protocol()).isEqualTo(Protocol.REST_JSON);
    }

    @Test
    void anErrorHasItsCodesAndItsStatus() throws IOException {
        assertThat(error(index(LambdaClient.class), "TooManyRequestsException").status())
                .isEqualTo(429);
        ErrorModel queue = error(index(SqsClient.class), "QueueDoesNotExist");
        assertThat(queue.queryCode()).isEqualTo("AWS.SimpleQueueService.NonExistentQueue");
        assertThat(queue.status()).isEqualTo(400);
        assertThat(error(index(SnsClient.class), "NotFound").status()).isEqualTo(404);
    }

    @Test
    void aStaleFileIsNoticed() {
        assertThatThrownBy(() -> IndexFile.read(new ByteArrayInputStream(new byte[64])))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("build again");
    }

    @Test
    void aServiceWithoutIndexIsNamed() {
        assertThatThrownBy(() -> index(Runnable.class))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("java.lang.Runnable")
                .hasMessageContaining("index builder");
    }
}
