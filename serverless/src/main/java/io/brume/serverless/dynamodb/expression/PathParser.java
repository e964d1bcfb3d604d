package io.brume.serverless.dynamodb.expression;

import java.util.ArrayList;
import java.util.List;

/** Reads document paths, which every expression has. */
final class PathParser {

    private static final int LONGEST_INDEX = 9;

    private final Tokens tokens;
    private final StandIns standIns;

    PathParser(Tokens tokens, StandIns standIns) {
        this.tokens = tokens;
        this.standIns = standIns;
    }

    /** All of the expression as paths with commas between them. */
    List<Path> list() {
        List<Path> paths = new ArrayList<>();
        do {
            paths.add(path());
        } while (tokens.skip(","));
        tokens.expectEnd();
        Path.requireApart(paths, tokens);
        return paths;
    }

    Path path() {
        List<Path.Step> steps = new ArrayList<>();
        steps.add(new Path.Step.Member(name()));
        while (true) {
            if (tokens.skip(".")) {
                steps.add(new Path.Step.Member(name()));
            } else if (tokens.skip("[")) {
                steps.add(new Path.Step.Element(index()));
                tokens.expect("]");
            } else {
                return new Path(steps);
            }
        }
    }

    private String name() {
        Token token = tokens.peek();
        switch (token.type()) {
            case NAME -> {
                tokens.next();
                return standIns.name(token.text(), tokens);
            }
            case WORD -> {
                tokens.next();
                if (ReservedWords.contain(token.text())) {
                    throw tokens.error("Attribute name is a reserved keyword; reserved keyword: " + token.text());
                }
                return token.text();
            }
            default -> throw tokens.unexpected();
        }
    }

    private int index() {
        Token token = tokens.peek();
        if (token.type() != Token.Type.NUMBER) {
            throw tokens.unexpected();
        }
        if (token.text().length() > LONGEST_INDEX) {
            throw tokens.error("List index is not within the allowable range; index: [" + token.text() + "]");
        }
        return Integer.parseInt(tokens.next().text());
    }
}
