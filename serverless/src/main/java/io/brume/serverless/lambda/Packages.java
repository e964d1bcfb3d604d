package io.brume.serverless.lambda;

import io.brume.kernel.database.Database;
import io.brume.kernel.database.Transaction;
import io.brume.kernel.object.Objects;
import io.brume.kernel.resource.Scope;
import io.brume.serverless.lambda.runtime.Fleet;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;

/** The zip files of functions and layers: each is kept once, whoever uses it, and unpacked into a folder when it is first run. */
final class Packages {

    private static final Logger log = LoggerFactory.getLogger(Packages.class);

    /** The largest zip file in a request, and the largest from S3, in bytes. */
    private static final long LARGEST_ZIP = 50L << 20;

    private static final Pattern FOLDER = Pattern.compile("[0-9a-f]{64}");

    private static final long LARGEST_FROM_S3 = 250L << 20;

    private final Database database;
    private final Objects objects;
    private final CodeSource source;
    private final Path folder;
    private final ConcurrentHashMap<String, Object> unpacking = new ConcurrentHashMap<>();

    Packages(Database database, Objects objects, CodeSource source, Path folder) {
        this.database = database;
        this.objects = objects;
        this.source = source;
        this.folder = folder;
    }

    /** Removes what a killed server has left half unpacked. */
    void sweep() {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> all = Files.list(folder)) {
            all.filter(one -> !FOLDER.matcher(one.getFileName().toString()).matches())
                    .forEach(Fleet::delete);
        } catch (IOException e) {
            log.warn("{} cannot be swept: {}", folder, e.toString());
        }
    }

    /**
     * A package that nothing uses yet.
     *
     * @param sha256 in Base64
     * @param object null when it was not kept
     */
    record Taken(String sha256, long size, @Nullable String object) {}

    /** Takes a package in, from a request or from S3, and looks whether it can be unpacked. */
    Taken take(
            Scope scope,
            @Nullable SdkBytes zip,
            @Nullable String bucket,
            @Nullable String key,
            @Nullable String version,
            boolean keep) {
        try {
            if (zip != null) {
                if (zip.asByteArrayUnsafe().length > LARGEST_ZIP) {
                    throw LambdaErrors.invalid("Zipped size must be smaller than " + LARGEST_ZIP + " bytes");
                }
                return take(new ByteArrayInputStream(zip.asByteArrayUnsafe()), LARGEST_ZIP, keep);
            }
            if (bucket == null || key == null) {
                throw LambdaErrors.invalid("Please provide a source for function code.");
            }
            try (InputStream in = source.open(scope, bucket, key, version)) {
                return take(in, LARGEST_FROM_S3, keep);
            } catch (AwsServiceException e) {
                throw inS3(e);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RuntimeException inS3(AwsServiceException e) {
        var details = e.awsErrorDetails();
        if (e instanceof software.amazon.awssdk.services.lambda.model.LambdaException || details == null) {
            return e;
        }
        return LambdaErrors.invalid("Error occurred while GetObject. S3 Error Code: " + details.errorCode()
                + ". S3 Error Message: " + details.errorMessage());
    }

    private Taken take(InputStream in, long most, boolean keep) throws IOException {
        Path zip = Files.createTempFile(Files.createDirectories(folder), "package", ".zip");
        try {
            MessageDigest digest = digest();
            long size = copy(in, zip, digest, most);
            String sha256 = Base64.getEncoder().encodeToString(digest.digest());
            unpack(zip, sha256);
            return new Taken(sha256, size, keep && object(sha256).isEmpty() ? keep(zip) : null);
        } finally {
            Files.deleteIfExists(zip);
        }
    }

    private static long copy(InputStream in, Path zip, MessageDigest digest, long most) throws IOException {
        long size = 0;
        try (OutputStream out = Files.newOutputStream(zip)) {
            var part = new byte[64 << 10];
            for (int read = in.read(part); read >= 0; read = in.read(part)) {
                size += read;
                if (size > most) {
                    throw LambdaErrors.invalid("Zipped size must be smaller than " + most + " bytes");
                }
                digest.update(part, 0, read);
                out.write(part, 0, read);
            }
        }
        return size;
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private String keep(Path zip) throws IOException {
        try (InputStream in = Files.newInputStream(zip);
                Objects.Writer writer = objects.create()) {
            var part = new byte[64 << 10];
            for (int read = in.read(part); read >= 0; read = in.read(part)) {
                writer.write(part, 0, read);
            }
            return writer.finish();
        }
    }

    private record Kept(String object, long size) {}

    private Optional<Kept> object(String sha256) {
        return database.read(transaction -> transaction.first(
                "SELECT object, size FROM lambda_code WHERE sha256 = ?",
                row -> new Kept(row.text("object"), row.number("size")),
                sha256));
    }

    /** Notes, in a transaction, that something is made of a package from now on. */
    void use(Transaction transaction, String arn, Taken taken) throws SQLException {
        if (taken.object != null) {
            int added = transaction.update(
                    "INSERT INTO lambda_code (sha256, object, size) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                    taken.sha256,
                    taken.object,
                    taken.size);
            if (added == 0) {
                transaction.afterCommit(() -> delete(taken.object));
            }
        }
        boolean there = transaction
                .first("SELECT sha256 FROM lambda_code WHERE sha256 = ?", _ -> true, taken.sha256)
                .isPresent();
        if (!there) { // whoever used the same package was deleted meanwhile
            throw LambdaErrors.conflict("The operation cannot be performed at this time. Please try again.");
        }
        use(transaction, arn, taken.sha256);
    }

    void use(Transaction transaction, String arn, String sha256) throws SQLException {
        Optional<String> before =
                transaction.first("SELECT sha256 FROM lambda_code_use WHERE arn = ?", row -> row.text("sha256"), arn);
        transaction.update(
                "INSERT INTO lambda_code_use (arn, sha256) VALUES (?, ?)"
                        + " ON CONFLICT (arn) DO UPDATE SET sha256 = excluded.sha256",
                arn,
                sha256);
        if (before.isPresent() && !before.get().equals(sha256)) {
            dropUnused(transaction, before.get());
        }
    }

    /** Notes, in a transaction, that something is no more. */
    void release(Transaction transaction, String arn) throws SQLException {
        for (String sha256 : transaction.query(
                "DELETE FROM lambda_code_use WHERE arn = ? RETURNING sha256", row -> row.text("sha256"), arn)) {
            dropUnused(transaction, sha256);
        }
    }

    private void dropUnused(Transaction transaction, String sha256) throws SQLException {
        for (String object : transaction.query(
                "DELETE FROM lambda_code WHERE sha256 = ? AND NOT EXISTS"
                        + " (SELECT 1 FROM lambda_code_use u WHERE u.sha256 = lambda_code.sha256) RETURNING object",
                row -> row.text("object"),
                sha256)) {
            transaction.afterCommit(() -> {
                delete(object);
                Fleet.delete(place(sha256));
            });
        }
    }

    private void delete(String object) {
        try {
            objects.delete(object);
        } catch (IOException e) {
            log.warn("a package's object could not be deleted: {}", e.toString());
        }
    }

    /** The folder of an unpacked package, which is not to be changed. */
    Path folder(String sha256) {
        Path place = place(sha256);
        if (Files.isDirectory(place)) {
            return place;
        }
        synchronized (unpacking.computeIfAbsent(sha256, _ -> new Object())) {
            try {
                if (!Files.isDirectory(place)) {
                    Path zip = Files.createTempFile(Files.createDirectories(folder), "package", ".zip");
                    try (InputStream in = open(sha256).orElseThrow(() -> new IOException("the package is lost"))) {
                        Files.copy(in, zip, StandardCopyOption.REPLACE_EXISTING);
                        unpack(zip, sha256);
                    } finally {
                        Files.deleteIfExists(zip);
                    }
                }
                return place;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } finally {
                unpacking.remove(sha256);
            }
        }
    }

    /** The zip file of a package that is in use. */
    Optional<InputStream> open(String sha256) throws IOException {
        Optional<Kept> kept = object(sha256);
        return kept.isEmpty() ? Optional.empty() : Optional.of(objects.open(kept.get().object, 0, kept.get().size));
    }

    private Path place(String sha256) {
        return folder.resolve(HexFormat.of().formatHex(Base64.getDecoder().decode(sha256)));
    }

    private void unpack(Path zip, String sha256) throws IOException {
        Path place = place(sha256);
        if (Files.isDirectory(place)) {
            return;
        }
        Path temporary = folder.resolve("unpacking-" + UUID.randomUUID());
        try {
            Archive.unpack(zip, temporary);
            Files.move(temporary, place, StandardCopyOption.ATOMIC_MOVE);
        } catch (java.nio.file.FileAlreadyExistsException | java.nio.file.DirectoryNotEmptyException e) {
            log.debug("another request has unpacked it", e);
        } finally {
            Fleet.delete(temporary);
        }
    }
}
