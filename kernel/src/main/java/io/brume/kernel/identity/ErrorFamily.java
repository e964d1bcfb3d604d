package io.brume.kernel.identity;

/** The protocols that name the same authentication failure differently. */
public enum ErrorFamily {
    /** awsJson 1.0 and 1.1, rpcv2Cbor and Kinesis's CBOR. */
    JSON,
    /** restJson1, and restXml of services other than S3. */
    REST,
    /** awsQuery and ec2Query. */
    QUERY,
    /** Amazon S3. */
    S3
}
