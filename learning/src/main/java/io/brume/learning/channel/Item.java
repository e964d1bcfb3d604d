package io.brume.learning.channel;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * One file of a channel.
 *
 * @param name where it goes, relative to the channel's folder
 * @param place where it comes from; null for what the manifest itself holds
 * @param bytes what the manifest itself holds; null for an object
 */
@SuppressWarnings("ArrayRecordComponent")
record Item(String name, @Nullable S3Place place, byte @Nullable [] bytes) {

    static Item of(String name, S3Place place) {
        return new Item(name, place, null);
    }

    InputStream open(S3Client s3) throws IOException {
        if (place == null) {
            return new ByteArrayInputStream(bytes == null ? new byte[0] : bytes);
        }
        return s3.getObject(get -> get.bucket(place.bucket()).key(place.key()));
    }
}
