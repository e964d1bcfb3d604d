package io.brume.learning.channel;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in S3: an object, or a prefix of keys.
 *
 * @param key without a slash at its beginning; empty for all of a bucket
 */
public record S3Place(String bucket, String key) {

    private static final Pattern S3 = Pattern.compile("s3://([^/]+)/?(.*)", Pattern.DOTALL);
    private static final Pattern HTTPS = Pattern.compile("https://[^/]*s3[^/]*/([^/]+)/?(.*)", Pattern.DOTALL);

    /**
     * The place that a URI names.
     *
     * @throws IllegalArgumentException when it is no such URI
     */
    public static S3Place of(String uri) {
        Matcher s3 = S3.matcher(uri);
        Matcher https = HTTPS.matcher(uri);
        Matcher place = s3.matches() ? s3 : https;
        if (place == https && !https.matches()) {
            throw new IllegalArgumentException(uri + " is no S3 URI: s3://bucket/key");
        }
        return new S3Place(place.group(1), place.group(2));
    }

    /** What lies below it. */
    public S3Place below(String name) {
        return new S3Place(bucket, key.isEmpty() || key.endsWith("/") ? key + name : key + "/" + name);
    }

    @Override
    public String toString() {
        return "s3://" + bucket + "/" + key;
    }
}
