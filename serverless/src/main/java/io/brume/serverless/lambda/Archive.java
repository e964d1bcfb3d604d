package io.brume.serverless.lambda;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Enumeration;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** Unpacks zip files of strangers: nothing leaves the folder, and neither size nor number grows without bound. */
final class Archive {

    /** The largest unpacked package, in bytes. */
    static final long LARGEST = 262_144_000;

    private static final int MOST_ENTRIES = 200_000;

    private Archive() {}

    /** @throws software.amazon.awssdk.services.lambda.model.InvalidParameterValueException when it cannot be unpacked */
    static void unpack(Path zip, Path folder) throws IOException {
        Files.createDirectories(folder);
        long left = LARGEST;
        try (var file = new ZipFile(zip.toFile())) {
            if (file.size() > MOST_ENTRIES) {
                throw LambdaErrors.invalid("The uploaded file has more than " + MOST_ENTRIES + " entries.");
            }
            Enumeration<? extends ZipEntry> entries = file.entries();
            while (entries.hasMoreElements()) {
                ZipEntry entry = entries.nextElement();
                Path target = target(folder, entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else {
                    left -= unpack(file, entry, target, left);
                }
            }
        } catch (ZipException | FileAlreadyExistsException e) {
            throw unreadable();
        }
    }

    private static RuntimeException unreadable() {
        return LambdaErrors.invalid("Could not unzip uploaded file. Please check your file, then try to upload again.");
    }

    private static Path target(Path folder, String name) {
        try {
            Path target = folder.resolve(name.replace('\\', '/')).normalize();
            if (name.startsWith("/") || !target.startsWith(folder)) {
                throw unreadable();
            }
            return target;
        } catch (InvalidPathException e) {
            throw unreadable();
        }
    }

    private static long unpack(ZipFile file, ZipEntry entry, Path target, long left) throws IOException {
        Files.createDirectories(Objects.requireNonNull(target.getParent()));
        long size = 0;
        try (InputStream in = file.getInputStream(entry);
                OutputStream out = Files.newOutputStream(target)) {
            var part = new byte[64 << 10];
            for (int read = in.read(part); read >= 0; read = in.read(part)) {
                size += read;
                if (size > left) {
                    throw LambdaErrors.invalid("Unzipped size must be smaller than " + LARGEST + " bytes");
                }
                out.write(part, 0, read);
            }
        }
        if (target.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        return size;
    }
}
