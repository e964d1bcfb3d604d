package io.brume.kernel.s3;

import java.util.LinkedHashMap;
import java.util.Map;

/** A request that S3 refuses by one of its own codes before any operation is called. Carries no stack trace. */
public final class S3Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final transient Map<String, String> details;

    /** @param details names and values of further elements of the error, in turn */
    S3Refusal(int status, String code, String message, String... details) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        Map<String, String> all = new LinkedHashMap<>();
        for (int i = 0; i + 1 < details.length; i += 2) {
            all.put(details[i], details[i + 1]);
        }
        this.details = all;
    }

    static S3Refusal invalidUri() {
        return new S3Refusal(400, "InvalidURI", "Couldn't parse the specified URI.");
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    public Map<String, String> details() {
        return details;
    }
}
