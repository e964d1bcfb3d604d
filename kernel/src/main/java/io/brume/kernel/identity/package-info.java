/**
 * Who asks: Signature Version 4 as AWS's services verify it, and the account, region and service of every request.
 *
 * <p>Three lines verify a request, in this order:
 *
 * <pre>{@code
 * Verified verified = verifier.verify(head);       // throws AuthenticationException
 * InputStream body = verified.body(rawBody);       // unframed, checked while it is read
 * Caller caller = verified.caller();
 * }</pre>
 *
 * Verified are the signature in the Authorization header or the query, its scope, date, expiry and session token; that
 * the host and all {@code x-amz-*} headers are signed; and the payload: by its declared hash, by the hash of what was
 * sent, by chunk and trailer signatures ({@code aws-chunked}), or by event signatures ({@link
 * io.brume.kernel.identity.Verified#events}). Not verified are payloads that say they are unsigned, and nothing at all
 * where {@link io.brume.kernel.identity.AccessKeys#none no keys} are configured: there every caller is whom it claims to
 * be, unless it names a key that was made here ({@link io.brume.kernel.identity.AccessKeys#required(String)}). Signature
 * Version 4A is refused, and so is Version 2 but in presigned addresses of S3's, which AWS's own clients still make.
 */
@NullMarked
package io.brume.kernel.identity;

import org.jspecify.annotations.NullMarked;
