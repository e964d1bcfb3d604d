package io.brume.storage.s3;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** What S3 takes for a bucket's and for an object's name. */
final class ObjectKeys {

    private static final int LONGEST_KEY = 1024;
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final Pattern ADDRESS = Pattern.compile("\\d+\\.\\d+\\.\\d+\\.\\d+");

    private ObjectKeys() {}

    /** @throws Refusal when no object can have this key */
    static void check(String key) {
        int bytes = key.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > LONGEST_KEY) {
            throw Refusal.of(400, "KeyTooLongError", "Your key is too long")
                    .with("Size", Integer.toString(bytes))
                    .with("MaxSizeAllowed", Integer.toString(LONGEST_KEY));
        }
        if (key.indexOf('\0') >= 0) {
            throw Refusal.invalidArgument("Object keys may not contain the character U+0000", "Key", key);
        }
    }

    /** @throws Refusal when no bucket can have this name */
    static void checkBucket(String name) {
        boolean valid = BUCKET.matcher(name).matches()
                && !name.contains("..")
                && !ADDRESS.matcher(name).matches()
                && !name.startsWith("xn--")
                && !name.startsWith("sthree-")
                && !name.startsWith("amzn-s3-demo-")
                && !name.endsWith("-s3alias")
                && !name.endsWith("--ol-s3")
                && !name.endsWith("--x-s3")
                && !name.endsWith(".mrap")
                && !name.endsWith("--table-s3");
        if (!valid) {
            throw Refusal.of(400, "InvalidBucketName", "The specified bucket is not valid.")
                    .with("BucketName", name);
        }
    }
}
