package io.brume.learning.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brume.learning.World;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.sagemaker.model.Channel;
import software.amazon.awssdk.services.sagemaker.model.S3DataSource;
import software.amazon.awssdk.services.sagemaker.model.TrainingInputMode;

class ChannelsTest {

    @TempDir
    Path folder;

    private World world;
    private final AtomicReference<ChannelException> trouble = new AtomicReference<>();

    @BeforeEach
    void start() {
        world = new World(folder);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private static Channel channel(Consumer<S3DataSource.Builder> source, Consumer<Channel.Builder> more) {
        var channel = Channel.builder().channelName("train").dataSource(data -> data.s3DataSource(source));
        more.accept(channel);
        return channel.build();
    }

    private Channels channels(TrainingInputMode mode, Channel... channels) {
        return new Channels(world.s3, List.of(channels), mode, folder);
    }

    private void fetch(Channel channel) throws Exception {
        try (var channels = channels(TrainingInputMode.FILE, channel)) {
            channels.bring(0, 1, trouble::set);
        }
    }

    @Test
    void filesAreNamedByWhatFollowsThePrefix() {
        assertThat(ChannelItems.name("data/train", "data/train/a/b.csv")).isEqualTo("a/b.csv");
        assertThat(ChannelItems.name("data/train/", "data/train/b.csv")).isEqualTo("b.csv");
        assertThat(ChannelItems.name("data/tr", "data/train.csv")).isEqualTo("train.csv");
        assertThat(ChannelItems.name("data/train.csv", "data/train.csv")).isEqualTo("train.csv");
        assertThat(ChannelItems.name("", "a/b.csv")).isEqualTo("a/b.csv");
    }

    @Test
    void aManifestNamesItsFiles() throws Exception {
        world.put("parts/one", "1");
        world.put("parts/deep/two", "2");
        world.put("parts/three", "3");
        world.put("list", "[{\"prefix\": \"s3://data/parts/\"}, \"one\", \"deep/two\"]");

        fetch(channel(s3 -> s3.s3DataType("ManifestFile").s3Uri("s3://data/list"), _ -> {}));

        assertThat(folder.resolve("train/one")).hasContent("1");
        assertThat(folder.resolve("train/deep/two")).hasContent("2");
        assertThat(folder.resolve("train/three")).doesNotExist();
    }

    @Test
    void aManifestThatIsNoneOrLeadsOutsideIsRefused() {
        world.put("list", "{}");
        world.put("evil", "[{\"prefix\": \"s3://data/\"}, \"../evil\"]");

        assertThatThrownBy(
                        () -> fetch(channel(s3 -> s3.s3DataType("ManifestFile").s3Uri("s3://data/list"), _ -> {})))
                .isInstanceOf(ChannelException.class)
                .hasMessageStartingWith("ClientError: The manifest s3://data/list cannot be read");
        assertThatThrownBy(
                        () -> fetch(channel(s3 -> s3.s3DataType("ManifestFile").s3Uri("s3://data/evil"), _ -> {})))
                .isInstanceOf(ChannelException.class)
                .hasMessageContaining("cannot be the name of a file");
    }

    @Test
    void anAugmentedManifestKeepsTheAttributesThatAreAskedFor() throws Exception {
        world.put(
                "lines",
                "{\"source\": \"some words\", \"label\": 1, \"more\": true}\n\n{\"source\": \"x\", \"label\": 0}\n");

        fetch(channel(
                s3 -> s3.s3DataType("AugmentedManifestFile")
                        .s3Uri("s3://data/lines")
                        .attributeNames("source", "label"),
                _ -> {}));

        assertThat(folder.resolve("train/manifest.jsonl"))
                .hasContent("{\"source\":\"some words\",\"label\":1}\n{\"source\":\"x\",\"label\":0}\n");
    }

    @Test
    void anAugmentedManifestWrappedGivesARecordForEachValue() throws Exception {
        world.put("image", "bytes");
        world.put("lines", "{\"source-ref\": \"s3://data/image\", \"label\": 12}\n");

        byte[] read = pipe(channel(
                s3 -> s3.s3DataType("AugmentedManifestFile")
                        .s3Uri("s3://data/lines")
                        .attributeNames("source-ref", "label"),
                c -> c.recordWrapperType("RecordIO")));

        assertThat(read).hasSize(8 + 8 + 8 + 4);
        assertThat(new String(read, 8, 5, java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("bytes");
        assertThat(new String(read, 24, 2, java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("12");
    }

    private byte[] pipe(Channel channel) throws Exception {
        try (var channels = channels(TrainingInputMode.PIPE, channel)) {
            channels.bring(0, 1, trouble::set);
            return Files.readAllBytes(folder.resolve("train_0"));
        }
    }

    @Test
    void aPipeUnpacksGzip() throws Exception {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write("unpacked".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        world.s3.putObject(put -> put.bucket("data").key("packed/a.gz"), RequestBody.fromBytes(packed.toByteArray()));

        byte[] read = pipe(
                channel(s3 -> s3.s3DataType("S3Prefix").s3Uri("s3://data/packed"), c -> c.compressionType("Gzip")));

        assertThat(read).asString().isEqualTo("unpacked");
    }

    @Test
    void troubleWithAPipesSourceIsHeardOf() {
        world.put("packed/a.gz", "no gzip at all");

        assertThatThrownBy(() -> {
                    byte[] read = pipe(channel(
                            s3 -> s3.s3DataType("S3Prefix").s3Uri("s3://data/packed"), c -> c.compressionType("Gzip")));
                    assertThat(read).isEmpty();
                    World.until("the trouble", () -> trouble.get() != null);
                    throw trouble.get();
                })
                .isInstanceOf(ChannelException.class)
                .hasMessageStartingWith("ClientError: Data download failed: a.gz");
    }

    @Test
    void dataIsShuffledBySeedAndAnewInEachEpoch() throws Exception {
        for (int i = 0; i < 20; i++) {
            world.put("many/part-%02d".formatted(i), "x");
        }
        var items = new ChannelItems(
                world.s3,
                channel(
                        s3 -> s3.s3DataType("S3Prefix").s3Uri("s3://data/many"),
                        c -> c.shuffleConfig(s -> s.seed(3L))));

        assertThat(items.of(0, 1, 0)).isEqualTo(items.of(0, 1, 0)).isNotEqualTo(items.of(0, 1, 1));
        assertThat(items.of(0, 1, 0)).containsExactlyInAnyOrderElementsOf(items.of(0, 1, 1));
    }
}
