package io.brume.operations.iam;

import java.util.Locale;

/**
 * What policies are attached to and groups and profiles are made of, by its kind and its name. IAM tells no two names apart by
 * their case.
 */
record Entity(Kind kind, String name) {

    enum Kind {
        USER("user"),
        GROUP("group"),
        ROLE("role"),
        PROFILE("instance-profile");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    static Entity user(String name) {
        return new Entity(Kind.USER, name);
    }

    static Entity group(String name) {
        return new Entity(Kind.GROUP, name);
    }

    static Entity role(String name) {
        return new Entity(Kind.ROLE, name);
    }

    static Entity profile(String name) {
        return new Entity(Kind.PROFILE, name);
    }

    /** A name as names are compared. */
    static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** As relations hold it. */
    String reference() {
        return kind.word + '/' + key(name);
    }

    /** The name in a reference, in lower case. */
    static String nameIn(String reference) {
        return reference.substring(reference.indexOf('/') + 1);
    }

    static boolean isOf(Kind kind, String reference) {
        return reference.startsWith(kind.word + '/');
    }
}
