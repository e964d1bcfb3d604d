package io.brume.learning.serving;

import io.brume.learning.archive.TarGz;
import io.brume.learning.channel.ChannelException;
import io.brume.learning.channel.S3Place;
import io.brume.learning.channel.Store;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sagemaker.model.AdditionalModelDataSource;
import software.amazon.awssdk.services.sagemaker.model.ContainerDefinition;
import software.amazon.awssdk.services.sagemaker.model.ModelCompressionType;
import software.amazon.awssdk.services.sagemaker.model.S3ModelDataSource;
import software.amazon.awssdk.services.sagemaker.model.S3ModelDataType;

/** Brings a model's files from S3: an archive, which may be hostile, or files as they are. */
final class ModelData {

    /** No model is larger. */
    static final long MOST = 64L << 30;

    /** What is left on the disk for everything else. */
    private static final long RESERVE = 1L << 30;

    private final S3Client s3;
    private final String container;

    /** @param container its host name, for messages */
    ModelData(S3Client s3, String container) {
        this.s3 = s3;
        this.container = container;
    }

    /** Brings all that a container's definition names; {@code most} is how many bytes that may be. */
    void fetch(ContainerDefinition definition, Path folder, long most) throws LoadException {
        if (definition.modelDataUrl() != null) {
            archive(definition.modelDataUrl(), folder, most);
        }
        if (definition.modelDataSource() != null && definition.modelDataSource().s3DataSource() != null) {
            source(definition.modelDataSource().s3DataSource(), folder, most);
        }
        for (AdditionalModelDataSource more : definition.additionalModelDataSources()) {
            source(
                    more.s3DataSource(),
                    folder.resolve("..")
                            .resolve("additional-model-data-sources")
                            .normalize()
                            .resolve(more.channelName()),
                    most);
        }
    }

    private void source(S3ModelDataSource source, Path folder, long most) throws LoadException {
        if (source.compressionType() == ModelCompressionType.GZIP) {
            archive(source.s3Uri(), folder, most);
            return;
        }
        try {
            S3Place place = place(source.s3Uri());
            if (source.s3DataType() == S3ModelDataType.S3_OBJECT) {
                Files.createDirectories(folder);
                Path file = folder.resolve(place.key().substring(place.key().lastIndexOf('/') + 1));
                try (var in = s3.getObject(get -> get.bucket(place.bucket()).key(place.key()));
                        OutputStream out = Files.newOutputStream(file)) {
                    in.transferTo(out);
                }
            } else {
                Files.createDirectories(folder);
                new Store(s3).fetchAll(place, folder);
                if (!Store.hasFiles(folder)) {
                    throw new LoadException(sentence(source.s3Uri()));
                }
            }
        } catch (SdkException | ChannelException e) {
            throw new LoadException(sentence(source.s3Uri()), e);
        } catch (LoadException e) {
            throw e;
        } catch (IOException e) {
            throw new LoadException(sentence(source.s3Uri()) + " " + e.getMessage(), e);
        }
    }

    /** Unpacks an archive. */
    void archive(String uri, Path folder, long most) throws LoadException {
        S3Place place = place(uri);
        try (var in = s3.getObject(get -> get.bucket(place.bucket()).key(place.key()))) {
            Files.createDirectories(folder);
            long room = Files.getFileStore(folder).getUsableSpace() - RESERVE;
            TarGz.unpack(in, folder, Math.clamp(room, 0, Math.min(most, MOST)));
        } catch (SdkException e) {
            throw new LoadException(sentence(uri), e);
        } catch (IOException e) {
            throw new LoadException(
                    "Failed to extract model data archive for container \"" + container + "\" from URL: \"" + uri
                            + "\". Please ensure that the object located at the URL is a valid tar.gz archive: "
                            + e.getMessage(),
                    e);
        }
    }

    private static S3Place place(String uri) throws LoadException {
        try {
            return S3Place.of(uri);
        } catch (IllegalArgumentException e) {
            throw new LoadException(String.valueOf(e.getMessage()), e);
        }
    }

    private String sentence(String uri) {
        return "Failed to download model data for container \"" + container + "\" from URL: \"" + uri
                + "\". Please ensure that there is an object located at the URL and that the role passed to CreateModel has"
                + " permissions to download the object.";
    }
}
