package io.brume.algorithms.xgboost;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoostError;

/**
 * The part of XGBoost's C interface that its Java classes leave out: matrices made by several threads, without a copy on the
 * way, and the bounds of survival times. It calls the library that those classes have loaded.
 */
final class XgboostLibrary {
    private static final AddressLayout POINTER = ValueLayout.ADDRESS;
    private static final MethodHandle FROM_DENSE;
    private static final MethodHandle FROM_CSR;
    private static final MethodHandle SET_FLOATS;
    private static final MethodHandle LAST_ERROR;

    static {
        try {
            Class.forName("ml.dmlc.xgboost4j.java.XGBoostJNI", true, DMatrix.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
        FROM_DENSE = function("XGDMatrixCreateFromDense", POINTER, POINTER, POINTER);
        FROM_CSR =
                function("XGDMatrixCreateFromCSR", POINTER, POINTER, POINTER, ValueLayout.JAVA_LONG, POINTER, POINTER);
        SET_FLOATS = function("XGDMatrixSetFloatInfo", POINTER, POINTER, POINTER, ValueLayout.JAVA_LONG);
        LAST_ERROR = Linker.nativeLinker()
                .downcallHandle(
                        symbol("XGBGetLastError"),
                        FunctionDescriptor.of(POINTER.withTargetLayout(
                                java.lang.foreign.MemoryLayout.sequenceLayout(1 << 16, ValueLayout.JAVA_BYTE))));
    }

    private XgboostLibrary() {}

    private static MethodHandle function(String name, java.lang.foreign.MemoryLayout... parameters) {
        return Linker.nativeLinker()
                .downcallHandle(symbol(name), FunctionDescriptor.of(ValueLayout.JAVA_INT, parameters));
    }

    private static MemorySegment symbol(String name) {
        return SymbolLookup.loaderLookup()
                .find(name)
                .orElseThrow(() -> new IllegalStateException("XGBoost's library lacks " + name));
    }

    /** A matrix that owns a handle. */
    private static final class Matrix extends DMatrix {
        Matrix(long handle) {
            super(handle);
        }
    }

    /** Copies rows of floats, in which NaN stands for "missing". */
    static DMatrix dense(MemorySegment values, long rows, int columns, int threads) throws XGBoostError {
        try (var arena = Arena.ofConfined()) {
            var handle = arena.allocate(POINTER);
            check((int) FROM_DENSE.invokeExact(
                    arena.allocateFrom(array(values, "<f4", rows + "," + columns)), config(arena, threads), handle));
            return new Matrix(handle.get(POINTER, 0).address());
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    /**
     * Copies rows in compressed sparse rows; what is not there is missing.
     *
     * @param starts longs, one more than rows
     * @param indices ints
     */
    static DMatrix sparse(MemorySegment starts, MemorySegment indices, MemorySegment values, int columns, int threads)
            throws XGBoostError {
        try (var arena = Arena.ofConfined()) {
            var handle = arena.allocate(POINTER);
            long entries = values.byteSize() / Float.BYTES;
            check((int) FROM_CSR.invokeExact(
                    arena.allocateFrom(array(starts, "<i8", "" + starts.byteSize() / Long.BYTES)),
                    arena.allocateFrom(array(indices, "<i4", "" + entries)),
                    arena.allocateFrom(array(values, "<f4", "" + entries)),
                    (long) columns,
                    config(arena, threads),
                    handle));
            return new Matrix(handle.get(POINTER, 0).address());
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    /** Sets what XGBoost calls a field of the matrix's rows, such as {@code label_lower_bound}. */
    static void set(DMatrix matrix, String field, float[] values) throws XGBoostError {
        try (var arena = Arena.ofConfined()) {
            check((int) SET_FLOATS.invokeExact(
                    MemorySegment.ofAddress(matrix.getHandle()),
                    arena.allocateFrom(field),
                    arena.allocateFrom(ValueLayout.JAVA_FLOAT, values),
                    (long) values.length));
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    /** NumPy's array interface, as JSON. */
    private static String array(MemorySegment memory, String type, String shape) {
        return "{\"data\":[" + memory.address() + ",true],\"shape\":[" + shape + "],\"typestr\":\"" + type
                + "\",\"version\":3}";
    }

    private static MemorySegment config(Arena arena, int threads) {
        return arena.allocateFrom("{\"missing\":NaN,\"nthread\":" + threads + "}");
    }

    private static void check(int code) throws Throwable {
        if (code != 0) {
            throw new XGBoostError(((MemorySegment) LAST_ERROR.invokeExact()).getString(0));
        }
    }

    private static XGBoostError rethrown(Throwable e) {
        return switch (e) {
            case XGBoostError error -> error;
            case RuntimeException unchecked -> throw unchecked;
            case Error error -> throw error;
            default -> throw new IllegalStateException(e);
        };
    }
}
