package io.brume.operations.iam;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.OptionalLong;
import java.util.Random;

/** Ids and secrets in the forms that AWS gives them. */
public final class Ids {

    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int ENTITY_CHARACTERS = 17;
    private static final int KEY_CHARACTERS = 16;
    private static final int KEY_LENGTH = 20;
    private static final int BITS = 5;
    private static final int ACCOUNT_BITS = 40;
    private static final int LOW_BITS = 39;
    private static final int SECRET_BYTES = 30;
    private static final int TOKEN_BYTES = 180;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Ids() {}

    /** @param prefix such as {@code AIDA} for users and {@code AROA} for roles */
    static String entity(String prefix) {
        return entity(prefix, RANDOM);
    }

    /** The id of a role that exists nowhere: always the same one for the same ARN. */
    public static String ofUnknownRole(String arn) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(arn.getBytes(StandardCharsets.UTF_8));
            long seed = 0;
            for (int i = 0; i < Long.BYTES; i++) {
                seed = seed << Byte.SIZE | digest[i] & 0xff;
            }
            return entity("AROA", new Random(seed));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    private static String entity(String prefix, Random random) {
        var id = new StringBuilder(prefix);
        for (int i = 0; i < ENTITY_CHARACTERS; i++) {
            id.append(BASE32.charAt(random.nextInt(BASE32.length())));
        }
        return id.toString();
    }

    /**
     * An access key id. As in AWS's own, the digits after the prefix are base 32: a set bit, the account in 40 bits, and 39 random
     * bits.
     *
     * @param prefix {@code AKIA} for long-term keys, {@code ASIA} for temporary ones
     */
    static String accessKey(String prefix, String account) {
        long low = RANDOM.nextLong() & (1L << LOW_BITS) - 1;
        long high = 1L << ACCOUNT_BITS | Long.parseLong(account);
        var id = new StringBuilder(prefix);
        for (int i = KEY_CHARACTERS - 1; i >= 0; i--) {
            id.append(BASE32.charAt((int) bits(high, low, i * BITS)));
        }
        return id.toString();
    }

    /** Five bits of an 80-bit number whose upper 41 bits are in {@code high}. */
    private static long bits(long high, long low, int at) {
        long value = at >= LOW_BITS ? high >> at - LOW_BITS : low >> at | high << LOW_BITS - at;
        return value & 31;
    }

    /** The account that an access key id holds, whoever made the key; empty when it has no such form. */
    public static OptionalLong account(String accessKeyId) {
        if (!isAccessKey(accessKeyId)) {
            return OptionalLong.empty();
        }
        long high = 0;
        for (int i = 4; i < 4 + 9; i++) {
            high = high << BITS | BASE32.indexOf(accessKeyId.charAt(i));
        }
        // 45 bits were read: the mark, the account and the first four of the random ones
        long account = high >> 4 & (1L << ACCOUNT_BITS) - 1;
        boolean marked = high >> 4 + ACCOUNT_BITS == 1;
        return marked && account <= 999_999_999_999L ? OptionalLong.of(account) : OptionalLong.empty();
    }

    /** Whether an id has the form of those that are made here. */
    static boolean isAccessKey(String id) {
        if (id.length() != KEY_LENGTH || !(id.startsWith("AKIA") || id.startsWith("ASIA"))) {
            return false;
        }
        for (int i = 4; i < KEY_LENGTH; i++) {
            if (BASE32.indexOf(id.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    /** A secret access key of 40 characters. */
    static String secret() {
        return random(SECRET_BYTES);
    }

    /** A session token: random, and nothing but that. */
    static String sessionToken() {
        return random(TOKEN_BYTES);
    }

    private static String random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }
}
