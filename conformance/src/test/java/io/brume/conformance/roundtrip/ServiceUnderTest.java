package io.brume.conformance.roundtrip;

import io.brume.kernel.model.OperationModel;
import io.brume.kernel.operation.HostedService;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClientBuilder;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** A service that answers what the test tells it to, and the SDK's own client of it. */
final class ServiceUnderTest {

    private final Class<?> client;
    private final HostedService hosted;
    private @Nullable SdkPojo received;
    private @Nullable SdkPojo answer;

    ServiceUnderTest(Class<?> client) {
        this.client = client;
        Object implementation = Proxy.newProxyInstance(
                client.getClassLoader(),
                new Class<?>[] {client},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "hashCode" -> System.identityHashCode(proxy);
                    case "equals" -> System.identityHashCode(proxy) == System.identityHashCode(arguments[0]);
                    default -> answer((SdkPojo) arguments[0]);
                });
        hosted = HostedService.of(implementation);
    }

    HostedService hosted() {
        return hosted;
    }

    private @Nullable SdkPojo answer(SdkPojo request) {
        received = request;
        return answer;
    }

    /** The SDK's client, whose requests go to the given gateway. */
    SdkAutoCloseable connect(SdkHttpClient http) throws ReflectiveOperationException {
        var builder = (AwsClientBuilder<?, ?>) client.getMethod("builder").invoke(null);
        ((AwsSyncClientBuilder<?, ?>) builder).httpClient(http);
        builder.endpointOverride(URI.create("http://s3.localhost:4566"));
        builder.region(Region.EU_WEST_3);
        builder.credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDTEST", "secret")));
        builder.overrideConfiguration(o -> o.retryStrategy(AwsRetryStrategy.doNotRetry()));
        if (builder instanceof SqsClientBuilder sqs) {
            sqs.checksumValidationEnabled(false); // random answers hold no true MD5
        }
        return (SdkAutoCloseable) builder.build();
    }

    /** What was lost of one random request or of its response on the way; null when nothing was. */
    @Nullable
    String difference(OperationModel operation, Object connected, Random random, double density) {
        try {
            Method method = method(operation);
            SdkPojo request = new RandomValues(random, hosted.model().shapes(), density)
                    .structure(builder(method.getParameterTypes()[0]), operation.input());
            SdkPojo response =
                    new RandomValues(random, Map.of(), density).structure(builder(method.getReturnType()), null);
            received = null;
            answer = response;
            Object returned = method.invoke(connected, request);
            if (!request.equalsBySdkFields(received)) {
                return "request " + firstDifference(request, received);
            }
            return response.equalsBySdkFields(returned) ? null : "response " + firstDifference(response, returned);
        } catch (InvocationTargetException e) {
            return "failed: " + shortened(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(operation.name(), e);
        }
    }

    private Method method(OperationModel operation) throws ReflectiveOperationException {
        MethodType type = MethodType.fromMethodDescriptorString(operation.descriptor(), client.getClassLoader());
        return client.getMethod(operation.method(), type.parameterArray());
    }

    private static SdkPojo builder(Class<?> type) throws ReflectiveOperationException {
        return (SdkPojo) type.getMethod("builder").invoke(null);
    }

    private static String firstDifference(SdkPojo sent, @Nullable Object got) {
        if (!(got instanceof SdkPojo other) || got.getClass() != sent.getClass()) {
            return "arrived as " + (got == null ? "nothing" : got.getClass().getSimpleName());
        }
        for (SdkField<?> field : sent.sdkFields()) {
            Object before = field.getValueOrDefault(sent);
            Object after = field.getValueOrDefault(other);
            if (!Objects.equals(before, after)) {
                return before instanceof SdkPojo a && after instanceof SdkPojo b
                        ? field.memberName() + "." + firstDifference(a, b)
                        : field.memberName() + ": " + shortened(before) + " became " + shortened(after);
            }
        }
        return "differs";
    }

    private static String shortened(@Nullable Object value) {
        String text = String.valueOf(value).replace('\n', ' ');
        return text.length() > 240 ? text.substring(0, 240) + "…" : text;
    }
}
