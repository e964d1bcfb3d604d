package io.brume.learning.automl;

import io.brume.learning.channel.S3Place;
import io.brume.learning.tabular.CsvRows;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sagemaker.model.AutoMLJobChannel;
import software.amazon.awssdk.services.sagemaker.model.CompressionType;

/** The rows of channels in S3: objects of CSV, each with the header as its first row. */
final class Input {

    private final S3Client s3;
    private final List<AutoMLJobChannel> channels;

    Input(S3Client s3, List<AutoMLJobChannel> channels) {
        this.s3 = s3;
        this.channels = List.copyOf(channels);
    }

    /** Takes a row. */
    @FunctionalInterface
    interface Sink {
        void take(List<String> row) throws IOException;
    }

    /** Gives all rows without the headers to a sink; the header is returned. */
    List<String> read(java.util.function.Function<List<String>, Sink> begin) throws IOException {
        List<String> header = null;
        Sink sink = null;
        for (AutoMLJobChannel channel : channels) {
            S3Place place = S3Place.of(channel.dataSource().s3DataSource().s3Uri());
            for (String key : keys(place)) {
                try (var rows = new CsvRows(open(channel, place.bucket(), key))) {
                    List<String> first = rows.next();
                    if (first == null) {
                        continue;
                    }
                    if (header == null) {
                        header = first;
                        sink = begin.apply(header);
                    } else if (!header.equals(first)) {
                        throw new IllegalArgumentException(
                                "s3://" + place.bucket() + "/" + key + " has another header than the other objects.");
                    }
                    pass(rows, sink);
                }
            }
        }
        if (header == null) {
            throw new IllegalArgumentException("There are no rows below "
                    + channels.getFirst().dataSource().s3DataSource().s3Uri() + ".");
        }
        return header;
    }

    private static void pass(CsvRows rows, @Nullable Sink sink) throws IOException {
        for (List<String> row = rows.next(); row != null; row = rows.next()) {
            if (sink != null) {
                sink.take(row);
            }
        }
    }

    private List<String> keys(S3Place place) {
        List<String> keys = new ArrayList<>();
        s3.listObjectsV2Paginator(list -> list.bucket(place.bucket()).prefix(place.key()))
                .contents()
                .forEach(object -> {
                    if (!object.key().endsWith("/")) {
                        keys.add(object.key());
                    }
                });
        return keys;
    }

    private InputStream open(AutoMLJobChannel channel, String bucket, String key) throws IOException {
        InputStream object = s3.getObject(get -> get.bucket(bucket).key(key));
        boolean packed = channel.compressionType() == CompressionType.GZIP || key.endsWith(".gz");
        return packed ? new GZIPInputStream(object, 1 << 16) : object;
    }
}
