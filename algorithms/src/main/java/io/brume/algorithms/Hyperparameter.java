package io.brume.algorithms;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Describes a component of a hyperparameter record.
 *
 * <p>A component is an {@code int}, {@code long}, {@code float}, {@code double}, {@code boolean}, {@code String}, an enum, a
 * {@code List<String>} or a {@code List} of an enum (written {@code a,b} or {@code ["a","b"]}), or an {@code Optional},
 * {@code OptionalInt}, {@code OptionalLong} or {@code OptionalDouble} of one of these. An optional component is empty where
 * nothing, the empty text or {@code auto} is given. One that is not optional and has no default is required.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Hyperparameter {
    /** Stands for "no default". */
    String NONE = "\0";

    /** The documented name; where it is left out, {@code miniBatchSize} is called {@code mini_batch_size}. */
    String name() default "";

    /** Another documented name for the same, such as {@code learning_rate} for {@code eta}. */
    String alias() default "";

    /** What it is where nothing is given, written as a user would. */
    String byDefault() default NONE;

    /** What numbers may be, as an interval: {@code [1, 100]}, {@code (0, 1)}, {@code [0, )}. */
    String range() default "";

    /** One sentence for the documentation. */
    String about() default "";
}
