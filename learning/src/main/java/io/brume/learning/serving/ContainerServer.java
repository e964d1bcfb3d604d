package io.brume.learning.serving;

import io.brume.learning.container.Containers;
import io.brume.learning.container.Contract;
import io.brume.learning.container.Image;
import io.brume.learning.container.RunningContainer;
import io.brume.learning.container.WorkFolder;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A container that serves: {@code serve}, {@code GET /ping} until it is ready, {@code POST /invocations}. One that ends is started
 * again with the next call.
 */
final class ContainerServer implements ModelServer {

    private static final Duration PING_PAUSE = Duration.ofMillis(50);
    private static final Duration PING_PATIENCE = Duration.ofSeconds(2);

    /** How long a container that no longer listens may take to be gone. */
    private static final Duration ENDING = Duration.ofSeconds(2);

    private static final String INVOCATIONS = "/invocations";

    private final Containers containers;
    private final Image image;
    private final String host;
    private final Place place;
    private final WorkFolder folder;
    private final ContainerDoor door;
    private final Map<String, String> environment;
    private @Nullable RunningContainer running;
    private volatile @Nullable URI base;

    private ContainerServer(
            Containers containers, Image image, String host, Place place, Map<String, String> environment) {
        this.containers = containers;
        this.image = image;
        this.host = host;
        this.place = place;
        folder = new WorkFolder(place.folder());
        this.environment = environment;
        door = new ContainerDoor(host, place.patience());
    }

    /** Starts a container, whose model is in its work folder already, and waits until it is ready. */
    static ContainerServer start(
            Containers containers, Image image, String host, Place place, Map<String, String> environment)
            throws LoadException, InterruptedException {
        var server = new ContainerServer(containers, image, host, place, environment);
        try {
            var _ = server.alive();
            return server;
        } catch (LoadException | InterruptedException e) {
            server.close();
            throw e;
        }
    }

    /** Where it listens; started first when it does not run. */
    private synchronized URI alive() throws LoadException, InterruptedException {
        RunningContainer known = running;
        URI address = base;
        if (known != null && address != null && known.isAlive()) {
            return address;
        }
        if (known != null) {
            known.close();
        }
        try {
            int port = freePort();
            RunningContainer started = containers.start(contract(port), place.log());
            running = started;
            URI fresh = URI.create("http://127.0.0.1:" + port);
            awaitPing(started, fresh);
            base = fresh;
            return fresh;
        } catch (LoadException e) {
            throw e;
        } catch (IOException e) {
            throw new LoadException(String.valueOf(e.getMessage()), e);
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private Contract contract(int port) {
        Map<String, String> all = new TreeMap<>();
        if (image instanceof Image.OfProgram) {
            all.put("BRUME_OPT_ML", folder.root().toString());
            all.put("SM_MODEL_DIR", folder.model().toString());
            all.put("SAGEMAKER_BIND_TO_PORT", Integer.toString(port));
        }
        all.put("AWS_REGION", place.scope().region());
        all.put("AWS_DEFAULT_REGION", place.scope().region());
        all.putAll(environment);
        return new Contract(
                place.name(), image, List.of(), List.of("serve"), all, folder, Map.of(), OptionalInt.of(port));
    }

    private void awaitPing(RunningContainer container, URI address) throws LoadException, InterruptedException {
        long end = System.nanoTime() + place.startup().toNanos();
        while (container.isAlive() && System.nanoTime() < end) {
            if (answersPing(address)) {
                return;
            }
            var _ = container.waitFor(PING_PAUSE);
        }
        throw new LoadException("The " + host + " container did not pass the ping health check"
                + (container.isAlive() ? "" : ": it ended with exit code " + container.exitCode())
                + ". Please check CloudWatch logs for this endpoint.");
    }

    private static boolean answersPing(URI address) throws InterruptedException {
        var ping = HttpRequest.newBuilder(address.resolve("/ping"))
                .timeout(PING_PATIENCE)
                .build();
        try {
            return ContainerDoor.HTTP
                            .send(ping, HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** What is said to the container at its address. */
    @FunctionalInterface
    private interface Talk<T> {
        T at(URI base) throws ModelFailure, IOException, InterruptedException;
    }

    /** Talks, and once more when nobody listened because the container was just ending. */
    private <T> T talk(Talk<T> talk) throws ModelFailure, InterruptedException {
        try {
            return talk.at(address());
        } catch (ConnectException e) {
            awaitEnd();
        } catch (IOException e) {
            throw brokeOff(e);
        }
        try {
            return talk.at(address());
        } catch (ConnectException e) {
            throw new ModelFailure(500, host, "The container does not listen: " + e);
        } catch (IOException e) {
            throw brokeOff(e);
        }
    }

    /** Whoever hears of it finds the container's successor, should it have died of the call: its other connections end with it. */
    private ModelFailure brokeOff(IOException how) throws InterruptedException {
        URI address = base;
        if (address != null && !answersPing(address)) {
            awaitEnd();
        }
        return new ModelFailure(500, host, "The container broke off: " + how);
    }

    private URI address() throws ModelFailure, InterruptedException {
        try {
            return alive();
        } catch (LoadException e) {
            throw new ModelFailure(500, host, String.valueOf(e.getMessage()));
        }
    }

    private synchronized void awaitEnd() throws InterruptedException {
        RunningContainer known = running;
        if (known != null) {
            var _ = known.waitFor(ENDING);
        }
    }

    /** Sends a request that is none of a caller's. */
    HttpResponse<byte[]> send(String path, HttpRequest.Builder request, Duration longest)
            throws ModelFailure, InterruptedException {
        return talk(base -> door.send(request.copy().uri(base.resolve(path)).build(), longest));
    }

    Answer answer(String path, Call call) throws ModelFailure, InterruptedException {
        return talk(base -> door.answer(base.resolve(path), call));
    }

    @Override
    public Answer answer(Call call) throws ModelFailure, InterruptedException {
        return answer(INVOCATIONS, call);
    }

    @Override
    public Streamed stream(Call call) throws ModelFailure, InterruptedException {
        return talk(base -> door.stream(base.resolve(INVOCATIONS), call));
    }

    @Override
    public synchronized void close() {
        RunningContainer known = running;
        if (known != null) {
            known.close();
        }
        folder.delete();
    }
}
