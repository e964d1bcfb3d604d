package io.brume.learning.channel;

import static java.nio.file.Files.createDirectories;
import static java.nio.file.Files.newOutputStream;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;

/** Brings a channel's objects as files. */
final class Files {

    private Files() {}

    static void fetch(S3Client s3, List<Item> items, Path folder, Content content)
            throws ChannelException, IOException, InterruptedException {
        Path root = folder.normalize();
        createDirectories(root);
        for (Item item : items) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            Path file = root.resolve(item.name()).normalize();
            if (!file.startsWith(root) || file.equals(root)) {
                throw new ChannelException(
                        "ClientError: Data download failed: the key " + item.name() + " cannot be the name of a file.");
            }
            createDirectories(file.resolveSibling("."));
            try (var in = item.open(s3);
                    var out = newOutputStream(file)) {
                content.copy(in, out);
            } catch (SdkException e) {
                throw ChannelItems.failed(e);
            } catch (java.nio.file.FileSystemException e) {
                throw new ChannelException(
                        "ClientError: Data download failed: the file " + item.name() + " cannot be written: "
                                + e.getReason(),
                        e);
            }
        }
    }
}
