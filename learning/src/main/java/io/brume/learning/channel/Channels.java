package io.brume.learning.channel;

import static java.util.Objects.requireNonNullElse;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sagemaker.model.Channel;
import software.amazon.awssdk.services.sagemaker.model.CompressionType;
import software.amazon.awssdk.services.sagemaker.model.RecordWrapper;
import software.amazon.awssdk.services.sagemaker.model.S3DataDistribution;
import software.amazon.awssdk.services.sagemaker.model.TrainingInputMode;

/** A job's channels for one of its hosts: files below a folder, and named pipes while it is open. */
public final class Channels implements AutoCloseable {

    private final S3Client s3;
    private final List<Channel> channels;
    private final TrainingInputMode mode;
    private final Path folder;
    private final List<Pipe> pipes = new ArrayList<>();

    /**
     * Channels that are yet to be brought.
     *
     * @param mode that of channels that name none
     * @param folder the channels' folders and pipes lie in it
     */
    public Channels(S3Client s3, List<Channel> channels, TrainingInputMode mode, Path folder) {
        this.s3 = s3;
        this.channels = channels;
        this.mode = mode;
        this.folder = folder;
    }

    private TrainingInputMode mode(Channel channel) {
        return requireNonNullElse(channel.inputMode(), mode);
    }

    /**
     * Fetches what is to be files, and begins to feed pipes.
     *
     * @param host from 0
     * @param trouble hears of a pipe that cannot be fed any more
     */
    public void bring(int host, int hosts, Consumer<ChannelException> trouble)
            throws ChannelException, IOException, InterruptedException {
        for (Channel channel : channels) {
            var items = new ChannelItems(s3, channel);
            boolean wrap = channel.recordWrapperType() == RecordWrapper.RECORD_IO;
            if (mode(channel) == TrainingInputMode.PIPE) {
                boolean gzip = channel.compressionType() == CompressionType.GZIP;
                List<Item> first = items.of(host, hosts, 0);
                Pipe.Epochs epochs = epoch -> epoch == 0 ? first : items.of(host, hosts, epoch);
                pipes.add(Pipe.open(folder, channel.channelName(), s3, epochs, new Content(gzip, wrap), trouble));
            } else {
                Content content = new Content(false, wrap);
                Files.fetch(s3, items.of(host, hosts, 0), folder.resolve(channel.channelName()), content);
            }
        }
    }

    /** Fetches one channel's files into a folder. */
    public static void fetch(S3Client s3, Channel channel, Path folder, int host, int hosts)
            throws ChannelException, IOException, InterruptedException {
        Files.fetch(s3, new ChannelItems(s3, channel).of(host, hosts, 0), folder, new Content(false, false));
    }

    /** What {@code inputdataconfig.json} says of them. */
    public Map<String, Object> describe() {
        Map<String, Object> all = new LinkedHashMap<>();
        for (Channel channel : channels) {
            Map<String, Object> one = new LinkedHashMap<>();
            if (channel.contentType() != null) {
                one.put("ContentType", channel.contentType());
            }
            one.put("TrainingInputMode", mode(channel).toString());
            S3DataDistribution distribution =
                    channel.dataSource().s3DataSource().s3DataDistributionType();
            one.put("S3DistributionType", requireNonNullElse(distribution, S3DataDistribution.FULLY_REPLICATED));
            one.put("RecordWrapperType", requireNonNullElse(channel.recordWrapperType(), RecordWrapper.NONE));
            all.put(channel.channelName(), one);
        }
        return all;
    }

    /** Takes the pipes away. */
    @Override
    public void close() {
        pipes.forEach(Pipe::close);
    }
}
