package io.brume.conformance.roundtrip;

import io.brume.kernel.model.IndexFile;
import io.brume.kernel.model.ServiceModel;
import io.brume.kernel.model.Shape;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The services' indexes without the patterns of texts, which random texts cannot keep; all other constraints stay. Services that
 * are hosted {@link #within} it are read so.
 */
final class WithoutPatterns extends ClassLoader {

    WithoutPatterns(ClassLoader parent) {
        super(parent);
    }

    <T> T within(Supplier<T> action) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(this);
        try {
            return action.get();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Override
    public @Nullable InputStream getResourceAsStream(String name) {
        InputStream original = super.getResourceAsStream(name);
        if (original == null || !name.endsWith(".idx")) {
            return original;
        }
        try (original) {
            ServiceModel model = IndexFile.read(original);
            Map<String, Shape> shapes = new LinkedHashMap<>(model.shapes());
            shapes.replaceAll((_, shape) -> shape instanceof Shape.Text text
                    ? new Shape.Text(text.length(), null, text.values(), text.sensitive())
                    : shape);
            model.shapes().putAll(shapes);
            var bytes = new ByteArrayOutputStream();
            IndexFile.write(model, bytes);
            return new ByteArrayInputStream(bytes.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
