package io.brume.kernel.wire;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;

/**
 * An error on its way to the caller.
 *
 * @param code the code in JSON and REST answers
 * @param queryCode the code in query answers, and what query-compatible services add in JSON
 * @param s3Code the code in S3's answers
 * @param messageMember the member that carries the message
 * @param members the modelled error whose members go into the body
 * @param s3Details what S3 adds to the code and the message, in order
 */
public record WireError(
        int status,
        String code,
        String queryCode,
        String s3Code,
        String messageMember,
        String message,
        @Nullable SdkPojo members,
        Map<String, String> s3Details) {

    /** An error that the kernel itself answers with. */
    public static WireError of(Fault.Kind kind, String message) {
        return new WireError(
                kind.status(), kind.code(), kind.queryCode(), kind.s3Code(), "message", message, null, Map.of());
    }

    /** An error with the same code in every protocol. */
    public static WireError of(int status, String code, String message) {
        return new WireError(status, code, code, code, "message", message, null, Map.of());
    }

    /** The same with what S3 adds. */
    public WireError with(Map<String, String> details) {
        return new WireError(status, code, queryCode, s3Code, messageMember, message, members, details);
    }

    boolean isSenders() {
        return status < 500;
    }
}
