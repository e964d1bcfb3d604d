package io.brume.serverless.lambda.runtime;

import io.brume.kernel.process.Supervision;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a process sees of the machine. With bubblewrap: the machine's programs, read-only, its package at {@code /var/task}, layers in
 * {@code /opt}, a {@code /tmp} of its own of a limited size, no other process, and nothing of the server's data. Without it: all that the
 * server's user sees, and a folder of its own as {@code TMPDIR}.
 *
 * @param bubblewrap the program; null without it
 * @param modules packages for Node.js that all functions see, in a folder above their own
 */
record Sandbox(@org.jspecify.annotations.Nullable Path bubblewrap, Path bootstraps, Path modules, Path hidden) {

    private static final Set<String> OWN = Set.of("proc", "dev", "tmp", "sys", "var", "opt", "run", "lost+found");

    private static final long SHARED_MEMORY = 64 << 20;

    /** Where a process finds its things. */
    record Places(String task, String runtime, List<String> layers, String scratch) {

        /** The layers' folders of that name, such as {@code python}, one after the other. */
        List<String> inLayers(String name) {
            return layers.reversed().stream().map(layer -> layer + "/" + name).toList();
        }
    }

    static Sandbox of(Machine machine, Path bootstraps, Path modules, Path hidden) {
        Optional<Path> found = machine.bubblewrap();
        return new Sandbox(found.orElse(null), bootstraps, modules, hidden);
    }

    boolean isClosed() {
        return bubblewrap != null;
    }

    Places places(Program program, Path scratch) {
        return isClosed()
                ? new Places("/var/task", "/var/runtime", List.of("/opt"), "/tmp")
                : new Places(
                        program.code().toString(),
                        bootstraps.toString(),
                        program.layers().stream().map(Path::toString).toList(),
                        scratch.toString());
    }

    /** The whole command, from the supervisor on. */
    List<String> command(Program program, List<String> inner) {
        List<String> command = new ArrayList<>(Supervision.COMMAND);
        if (bubblewrap != null) {
            command.add(bubblewrap.toString());
            command.addAll(view(program));
        }
        command.addAll(inner);
        return command;
    }

    private List<String> view(Program program) {
        List<String> view = new ArrayList<>(
                List.of("--die-with-parent", "--unshare-pid", "--unshare-ipc", "--unshare-uts", "--cap-drop", "ALL"));
        each(Path.of("/"), entry -> {
            if (!OWN.contains(entry.getFileName().toString())) {
                show(view, entry, entry.toString());
            }
        });
        view.addAll(List.of("--proc", "/proc", "--dev", "/dev"));
        view.addAll(List.of("--size", String.valueOf(SHARED_MEMORY), "--tmpfs", "/dev/shm"));
        view.addAll(List.of("--size", String.valueOf((long) program.scratch() << 20), "--tmpfs", "/tmp"));
        view.addAll(List.of("--dir", "/var/tmp", "--ro-bind", program.code().toString(), "/var/task"));
        view.addAll(List.of("--ro-bind", bootstraps.toString(), "/var/runtime"));
        view.addAll(List.of("--ro-bind-try", modules.toString(), "/var/node_modules"));
        view.addAll(opt(program));
        if (Files.isDirectory(Path.of("/run/systemd/resolve"))) { // where /etc/resolv.conf may point to
            view.addAll(List.of("--ro-bind", "/run/systemd/resolve", "/run/systemd/resolve"));
        }
        String first = "/" + hidden.getName(0);
        if (!OWN.contains(hidden.getName(0).toString())
                && Files.isDirectory(hidden)
                && !hidden.toString().equals(first)) {
            view.addAll(List.of("--tmpfs", hidden.toString(), "--remount-ro", hidden.toString()));
        }
        view.addAll(List.of("--remount-ro", "/", "--chdir", "/var/task"));
        return view;
    }

    /** The layers' entries over each other, over the machine's own. */
    private static List<String> opt(Program program) {
        Map<String, Path> entries = new TreeMap<>();
        each(Path.of("/opt"), entry -> entries.put(entry.getFileName().toString(), entry));
        Map<String, List<Path>> twice = new TreeMap<>();
        for (Path layer : program.layers()) {
            each(layer, entry -> {
                String name = entry.getFileName().toString();
                twice.computeIfAbsent(name, _ -> new ArrayList<>()).add(entry);
                entries.put(name, entry);
            });
        }
        List<String> view = new ArrayList<>();
        entries.forEach((name, entry) -> {
            List<Path> same = twice.getOrDefault(name, List.of());
            if (same.size() > 1 && same.stream().allMatch(Files::isDirectory)) {
                merge(view, same, "/opt/" + name);
            } else {
                show(view, entry, "/opt/" + name);
            }
        });
        return view;
    }

    /** Folders of the same name in several layers, file by file where they meet. */
    private static void merge(List<String> view, List<Path> folders, String place) {
        Map<String, List<Path>> entries = new TreeMap<>();
        for (Path folder : folders) {
            each(
                    folder,
                    entry -> entries.computeIfAbsent(entry.getFileName().toString(), _ -> new ArrayList<>())
                            .add(entry));
        }
        view.addAll(List.of("--dir", place));
        entries.forEach((name, same) -> {
            if (same.size() > 1 && same.stream().allMatch(Files::isDirectory)) {
                merge(view, same, place + "/" + name);
            } else {
                show(view, same.getLast(), place + "/" + name);
            }
        });
    }

    private static void show(List<String> view, Path entry, String place) {
        try {
            if (Files.isSymbolicLink(entry)) {
                view.addAll(List.of("--symlink", Files.readSymbolicLink(entry).toString(), place));
            } else {
                view.addAll(List.of("--ro-bind-try", entry.toString(), place));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void each(Path folder, java.util.function.Consumer<Path> action) {
        if (Files.isDirectory(folder)) {
            try (Stream<Path> entries = Files.list(folder)) {
                entries.forEach(action);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
