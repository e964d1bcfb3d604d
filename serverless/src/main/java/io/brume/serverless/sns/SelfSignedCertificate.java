package io.brume.serverless.sns;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;

/** An X.509 certificate (RFC 5280) of an RSA key by that key itself, in DER: the JDK reads certificates but makes none. */
final class SelfSignedCertificate {

    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;
    private static final int INTEGER = 0x02;
    private static final int BIT_STRING = 0x03;
    private static final int UTF8 = 0x0C;
    private static final int GENERALIZED_TIME = 0x18;
    private static final int UTC_TIME = 0x17;
    private static final int VERSION = 0xA0;

    private static final byte[] COMMON_NAME = HexFormat.of().parseHex("0603550403");
    private static final byte[] SHA256_WITH_RSA = HexFormat.of().parseHex("06092A864886F70D01010B0500");
    private static final int YEARS = 20;

    private SelfSignedCertificate() {}

    /** @param name the common name of subject and issuer */
    static byte[] of(KeyPair pair, String name, Instant from) throws GeneralSecurityException {
        byte[] algorithm = der(SEQUENCE, SHA256_WITH_RSA);
        byte[] distinguished =
                der(SEQUENCE, der(SET, der(SEQUENCE, COMMON_NAME, der(UTF8, name.getBytes(StandardCharsets.UTF_8)))));
        byte[] certificate = der(
                SEQUENCE,
                der(VERSION, der(INTEGER, new byte[] {2})),
                der(INTEGER, new BigInteger(120, new SecureRandom()).setBit(119).toByteArray()),
                algorithm,
                distinguished,
                der(
                        SEQUENCE,
                        time(from.truncatedTo(ChronoUnit.SECONDS)),
                        time(from.plus(YEARS * 365L, ChronoUnit.DAYS))),
                distinguished,
                pair.getPublic().getEncoded());
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(pair.getPrivate());
        signature.update(certificate);
        return der(SEQUENCE, certificate, algorithm, der(BIT_STRING, new byte[] {0}, signature.sign()));
    }

    /** UTCTime before 2050, GeneralizedTime from then on. */
    private static byte[] time(Instant moment) {
        var date = moment.atOffset(ZoneOffset.UTC);
        boolean late = date.getYear() >= 2050;
        String text = date.format(DateTimeFormatter.ofPattern(late ? "yyyyMMddHHmmss'Z'" : "yyMMddHHmmss'Z'"));
        return der(late ? GENERALIZED_TIME : UTC_TIME, text.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] der(int tag, byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        var out = new ByteArrayOutputStream();
        out.write(tag);
        if (length < 0x80) {
            out.write(length);
        } else {
            byte[] bytes = BigInteger.valueOf(length).toByteArray();
            int start = bytes[0] == 0 ? 1 : 0;
            out.write(0x80 | (bytes.length - start));
            out.write(bytes, start, bytes.length - start);
        }
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
