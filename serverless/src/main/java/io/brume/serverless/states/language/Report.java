package io.brume.serverless.states.language;

import java.util.ArrayList;
import java.util.List;

/** Collects what there is to say of a definition. */
final class Report {

    private static final int MOST = 1_000;

    private final List<Diagnostic> diagnostics = new ArrayList<>();
    private boolean errors;

    void error(String code, String message, String location) {
        errors = true;
        add(new Diagnostic(true, code, message, location));
    }

    void schema(String message, String location) {
        error(Diagnostic.SCHEMA, message, location);
    }

    void warning(String code, String message, String location) {
        add(new Diagnostic(false, code, message, location));
    }

    private void add(Diagnostic diagnostic) {
        if (diagnostics.size() < MOST) {
            diagnostics.add(diagnostic);
        }
    }

    boolean hasErrors() {
        return errors;
    }

    List<Diagnostic> diagnostics() {
        return List.copyOf(diagnostics);
    }
}
