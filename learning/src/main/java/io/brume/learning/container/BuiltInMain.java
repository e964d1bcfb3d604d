package io.brume.learning.container;

import io.brume.algorithms.Algorithm;
import io.brume.algorithms.BadDataException;
import io.brume.algorithms.BadHyperparameterException;
import io.brume.algorithms.BadModelException;
import io.brume.algorithms.Hyperparameters;
import io.brume.algorithms.Trained;
import io.brume.algorithms.TrainingContext;
import io.brume.learning.builtin.BuiltIn;
import io.brume.learning.builtin.BuiltIns;
import io.brume.learning.platform.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A built-in algorithm as a container: {@code BuiltInMain FOLDER train IMAGE}. It exits with 0 after training, with 1 and a reason
 * in {@code output/failure} otherwise, saves what it has when it gets SIGTERM, and dies when its standard input ends.
 */
public final class BuiltInMain {

    private static final int SAVING_SECONDS = 115;

    private final WorkFolder folder;
    private final CountDownLatch ended = new CountDownLatch(1);

    private BuiltInMain(WorkFolder folder) {
        this.folder = folder;
    }

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 3 || !arguments[1].equals("train")) {
            throw new IllegalArgumentException("usage: BuiltInMain FOLDER train IMAGE");
        }
        Thread.ofPlatform().daemon().name("server").start(BuiltInMain::dieWithTheServer);
        BuiltIn builtIn = BuiltIns.of(arguments[2])
                .orElseThrow(() -> new IllegalArgumentException(arguments[2] + " is no built-in algorithm"));
        int code = new BuiltInMain(new WorkFolder(Path.of(arguments[0]))).run(builtIn);
        if (code != 0) {
            System.exit(code);
        }
    }

    @SuppressWarnings("SystemConsoleNull")
    private static void dieWithTheServer() {
        try {
            long unread = System.in.transferTo(OutputStream.nullOutputStream());
            assert unread == 0 : "the server says nothing";
        } catch (IOException e) {
            // as good as its end
        }
        Runtime.getRuntime().halt(137);
    }

    private int run(BuiltIn builtIn) throws IOException {
        try {
            train(builtIn);
            return 0;
        } catch (BadDataException | BadHyperparameterException | BadModelException e) {
            fail("ClientError: " + e.getMessage());
        } catch (OutOfMemoryError e) {
            fail("ClientError: Please use an instance type with more memory, or reduce the size of the training data: "
                    + e.getMessage());
        } catch (IOException | RuntimeException | Error e) {
            e.printStackTrace();
            fail("AlgorithmError: " + e);
        } finally {
            ended.countDown();
        }
        return 1;
    }

    private void fail(String reason) throws IOException {
        System.out.println(reason);
        Files.writeString(folder.output().resolve("failure"), reason);
    }

    private void train(BuiltIn builtIn) throws IOException {
        Map<String, String> hyperparameters = BuiltIn.own(hyperparameters());
        train(builtIn, builtIn.algorithm(), hyperparameters);
    }

    private <H extends Record> void train(BuiltIn builtIn, Algorithm<H> algorithm, Map<String, String> hyperparameters)
            throws IOException {
        H settings = Hyperparameters.parse(algorithm.hyperparameters(), hyperparameters);
        var channels = new BuiltInChannels(folder, builtIn, hyperparameters);
        var report = new TrainingReport(System.out::println);
        var context = TrainingContext.builder()
                .onLog(System.out::println)
                .onMetric(report::metric)
                .onProgress(report::progress)
                .checkpoints(folder.checkpoints());
        channels.earlierModel().ifPresent(context::earlierModel);
        TrainingContext built = context.build();
        stopInTime(built);
        Trained trained = algorithm.train(channels.data(), settings, built);
        trained.save(folder.model());
        report.end(trained.metrics());
    }

    /** Whoever ends this JVM by SIGTERM gets the model as it is then. */
    private void stopInTime(TrainingContext context) {
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> {
            context.stop();
            try {
                var _ = ended.await(SAVING_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
    }

    private Map<String, String> hyperparameters() throws IOException {
        Map<String, String> texts = new TreeMap<>();
        Json.read(Files.readString(folder.config().resolve("hyperparameters.json")))
                .asObject()
                .forEach((name, value) -> texts.put(name, value.text()));
        return texts;
    }
}
