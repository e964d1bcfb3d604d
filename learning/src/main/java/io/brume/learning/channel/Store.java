package io.brume.learning.channel;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Puts what jobs make into S3, and brings checkpoints back. */
public final class Store {

    private final S3Client s3;

    public Store(S3Client s3) {
        this.s3 = s3;
    }

    public void put(S3Place place, Path file) {
        s3.putObject(put -> put.bucket(place.bucket()).key(place.key()), RequestBody.fromFile(file));
    }

    /** Puts every file of a folder below a place. */
    public void putAll(S3Place place, Path folder) throws IOException {
        for (Path file : files(folder)) {
            put(place.below(name(folder, file)), file);
        }
    }

    private static String name(Path folder, Path file) {
        return folder.relativize(file).toString().replace('\\', '/');
    }

    private static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    /** Whether a folder has a file anywhere below it. */
    public static boolean hasFiles(Path folder) throws IOException {
        return !files(folder).isEmpty();
    }

    /** Brings what lies below a place, which may be nothing. */
    public void fetchAll(S3Place place, Path folder) throws IOException, ChannelException {
        String prefix = place.key().isEmpty() || place.key().endsWith("/") ? place.key() : place.key() + "/";
        for (var object : s3.listObjectsV2Paginator(
                        list -> list.bucket(place.bucket()).prefix(prefix))
                .contents()) {
            Path file = folder.resolve(object.key().substring(prefix.length())).normalize();
            if (object.key().endsWith("/") || !file.startsWith(folder.normalize())) {
                continue;
            }
            Files.createDirectories(file.resolveSibling("."));
            try (var in = s3.getObject(get -> get.bucket(place.bucket()).key(object.key()));
                    OutputStream out = Files.newOutputStream(file)) {
                in.transferTo(out);
            }
        }
    }

    /** A folder whose files go to S3 while a program writes them. One thread at a time. */
    public final class Mirror {

        private record Version(long size, long modified) {}

        private final Path folder;
        private final S3Place place;
        private final Map<Path, Version> seen = new HashMap<>();
        private final Map<Path, Version> stored = new HashMap<>();

        public Mirror(Path folder, S3Place place) {
            this.folder = folder;
            this.place = place;
        }

        /** Takes what is there for stored already. */
        public void begin() throws IOException {
            for (Path file : files(folder)) {
                stored.put(file, version(file));
            }
        }

        private static Version version(Path file) throws IOException {
            return new Version(Files.size(file), Files.getLastModifiedTime(file).toMillis());
        }

        /**
         * Stores what is new.
         *
         * @param all also files that changed since the last time, which may be written right now
         */
        public void update(boolean all) throws IOException {
            for (Path file : files(folder)) {
                try {
                    Version now = version(file);
                    boolean quiet = now.equals(seen.put(file, now));
                    if ((quiet || all) && !now.equals(stored.get(file))) {
                        put(place.below(name(folder, file)), file);
                        stored.put(file, now);
                    }
                } catch (java.nio.file.NoSuchFileException e) {
                    stored.remove(file); // the program deleted it meanwhile
                }
            }
        }
    }
}
