package io.brume.learning.processing;

import io.brume.learning.container.WorkFolder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where on this machine the folders lie that a processing container sees. */
final class Places {

    private static final String OPT_ML = "/opt/ml/";

    private final WorkFolder folder;
    private final Map<String, Path> outside = new LinkedHashMap<>();

    Places(WorkFolder folder) {
        this.folder = folder;
    }

    /** The folder that the container sees at a path; one outside of {@code /opt/ml} is to be mounted. */
    Path of(String path) {
        if (path.startsWith(OPT_ML)) {
            Path place = folder.root().resolve(path.substring(OPT_ML.length())).normalize();
            if (place.startsWith(folder.root())) {
                return place;
            }
        }
        return outside.computeIfAbsent(path, _ -> folder.root().resolve("outside/" + outside.size()));
    }

    Map<String, Path> mounts() {
        return outside;
    }

    /** An argument for a program of this machine, which sees {@code /opt/ml} elsewhere. */
    String argument(String text) {
        return text.startsWith(OPT_ML) ? of(text).toString() : text;
    }
}
