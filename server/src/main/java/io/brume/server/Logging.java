package io.brume.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.util.FileSize;
import java.nio.file.Path;

/**
 * Sets Logback up in code, which starts faster than its XML. The level and the file come from system properties, because
 * Logback makes this object itself.
 */
public final class Logging extends ContextAwareBase implements Configurator {

    private static final String LEVEL = "brume.log.level";
    private static final String ACCESS = "brume.log.access";
    static final String FILE = "brume.log.file";

    private static final String PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{20} %msg%n%ex";
    private static final String FILE_SIZE = "20MB";
    private static final int OLD_FILES = 5;

    /** To be called before the first logger is made. */
    static void set(Configuration.LogLevel level, boolean accessLog) {
        System.setProperty(LEVEL, level.name());
        System.setProperty(ACCESS, String.valueOf(accessLog));
    }

    @Override
    public ExecutionStatus configure(LoggerContext loggers) {
        String file = System.getProperty(FILE, "");
        OutputStreamAppender<ILoggingEvent> appender =
                file.isEmpty() ? new ConsoleAppender<>() : rolling(loggers, Path.of(file));
        appender.setContext(loggers);
        appender.setEncoder(encoder(loggers));
        appender.start();

        var root = loggers.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        root.addAppender(appender);
        loggers.getLogger("io.brume").setLevel(Level.toLevel(System.getProperty(LEVEL), Level.INFO));
        loggers.getLogger("io.brume.access").setLevel(Boolean.getBoolean(ACCESS) ? Level.INFO : Level.OFF);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    private static PatternLayoutEncoder encoder(LoggerContext loggers) {
        var encoder = new PatternLayoutEncoder();
        encoder.setContext(loggers);
        encoder.setPattern(PATTERN);
        encoder.start();
        return encoder;
    }

    private static RollingFileAppender<ILoggingEvent> rolling(LoggerContext loggers, Path file) {
        var appender = new BatchedFile();
        appender.setFile(file.toString());

        var names = new FixedWindowRollingPolicy();
        names.setContext(loggers);
        names.setParent(appender);
        names.setFileNamePattern(file + ".%i");
        names.setMinIndex(1);
        names.setMaxIndex(OLD_FILES);
        names.start();
        appender.setRollingPolicy(names);

        var size = new SizeBasedTriggeringPolicy<ILoggingEvent>();
        size.setContext(loggers);
        size.setMaxFileSize(FileSize.valueOf(FILE_SIZE));
        size.start();
        appender.setTriggeringPolicy(size);
        return appender;
    }
}
