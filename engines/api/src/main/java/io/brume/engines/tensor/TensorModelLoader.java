package io.brume.engines.tensor;

import java.nio.file.Path;

/**
 * Loads models of one format. Found through {@link java.util.ServiceLoader}; constructing one must be cheap and must not touch the
 * engine's library.
 */
public interface TensorModelLoader {

    /**
     * Loads a model; the first one may take seconds.
     *
     * @param file is not needed any more when this returns
     * @throws TensorModelException when the file holds no such model, with the reason
     */
    TensorModel load(Path file) throws TensorModelException;
}
