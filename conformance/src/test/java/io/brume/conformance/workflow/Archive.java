package io.brume.conformance.workflow;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.Map;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** The workflow's function in Java, which is packed with the AWS SDK for Java: writes what was found beside the document. */
public final class Archive implements RequestHandler<Map<String, Object>, Map<String, String>> {

    private final S3Client s3 = S3Client.create();

    @Override
    public Map<String, String> handleRequest(Map<String, Object> event, Context context) {
        String key = event.get("key") + ".found";
        context.getLogger().log("writes " + key + " in " + context.getFunctionName());
        String found = event.get("sentiment") + " " + event.get("people");
        s3.putObject(
                request -> request.bucket(System.getenv("ARCHIVE")).key(key).contentType("text/plain"),
                RequestBody.fromString(found));
        return Map.of("archived", "s3://" + System.getenv("ARCHIVE") + "/" + key);
    }
}
