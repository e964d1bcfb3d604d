package io.brume.conformance.roundtrip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A few services of every protocol; {@link RoundTripIT} takes them all. */
class RoundTripTest {

    /** JSON 1.0 and 1.1, query, CBOR, REST with JSON and with XML. */
    private static final Pattern SAMPLE =
            Pattern.compile(".*\\.(Comprehend|Sqs|Sfn|Sts|Sns|CloudWatch|Kinesis|Lambda|Polly|S3)Client");

    @Test
    void aSampleOfAllProtocolsComesBackEqual() throws Exception {
        RoundTrip sample = RoundTrip.of(SAMPLE.asMatchPredicate());

        System.out.println(sample);
        assertThat(sample.unexplained()).isEmpty();
        assertThat(sample.operations()).isGreaterThan(400);
    }
}
