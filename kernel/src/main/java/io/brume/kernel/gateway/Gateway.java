package io.brume.kernel.gateway;

import static java.util.Objects.requireNonNull;

import io.brume.kernel.identity.AuthenticationException;
import io.brume.kernel.identity.Caller;
import io.brume.kernel.identity.ErrorFamily;
import io.brume.kernel.identity.PayloadException;
import io.brume.kernel.identity.SignatureVerifier;
import io.brume.kernel.identity.Verified;
import io.brume.kernel.model.ErrorModel;
import io.brume.kernel.operation.HostedService;
import io.brume.kernel.operation.Operation;
import io.brume.kernel.s3.Address;
import io.brume.kernel.s3.BrowserUpload;
import io.brume.kernel.s3.Buckets;
import io.brume.kernel.s3.Cors;
import io.brume.kernel.s3.CorsRule;
import io.brume.kernel.s3.S3Refusal;
import io.brume.kernel.wire.CallersBody;
import io.brume.kernel.wire.ErrorDetails;
import io.brume.kernel.wire.EventStreams;
import io.brume.kernel.wire.Exchange;
import io.brume.kernel.wire.Fault;
import io.brume.kernel.wire.IncomingRequest;
import io.brume.kernel.wire.Limits;
import io.brume.kernel.wire.Protocol;
import io.brume.kernel.wire.RestXmlProtocol;
import io.brume.kernel.wire.Routes;
import io.brume.kernel.wire.Streams;
import io.brume.kernel.wire.WireError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.utils.builder.Buildable;

/** Answers AWS requests with the services that it hosts. Thread-safe. */
public final class Gateway {

    private static final Logger log = LoggerFactory.getLogger(Gateway.class);

    private static final String INTERNAL =
            "The request processing has failed because of an unknown error, exception or failure.";

    /** What a server without S3, or with one that has no such rules, says of them. */
    private static final Buckets NONE = new Buckets() {
        @Override
        public List<CorsRule> cors(String bucket) {
            return List.of();
        }

        @Override
        public boolean everyoneMay(SdkPojo request) {
            return false;
        }
    };

    private final Router router;
    private final Buckets buckets;
    private final Cors cors;
    private final SignatureVerifier verifier;
    private final Forwarder forwarder;
    private final Limits limits;
    private final Metrics metrics;
    private final AccessLog accessLog;

    public Gateway(
            Collection<HostedService> services,
            SignatureVerifier verifier,
            Forwarder forwarder,
            Limits limits,
            Metrics metrics,
            AccessLog accessLog) {
        this.router = new Router(services);
        this.buckets = router.buckets().orElse(NONE);
        this.cors = new Cors(buckets);
        this.verifier = verifier;
        this.forwarder = forwarder;
        this.limits = limits;
        this.metrics = metrics;
        this.accessLog = accessLog;
    }

    /**
     * Answers one request.
     *
     * @throws IOException when the connection failed, or an answer that has begun cannot be finished: the connection must be cut
     */
    public void handle(Exchange exchange) throws IOException {
        new Handling(exchange).run();
    }

    /** One request on its way. */
    private final class Handling {

        private final Exchange exchange;
        private final String requestId = requestId();
        private final long start = System.nanoTime();
        private final Caller claimed;
        private final Protocol protocol;
        private @Nullable Operation operation;
        private String error = "-";

        Handling(Exchange exchange) {
            this.exchange = exchange;
            claimed = Caller.claimed(exchange);
            protocol = router.protocol(exchange, claimed.service());
        }

        void run() throws IOException {
            exchange.setHeader("x-amzn-RequestId", requestId);
            try {
                answer();
            } catch (Throwable failure) {
                fail(failure);
            } finally {
                long nanos = System.nanoTime() - start;
                metrics.count(operation, exchange.status(), nanos);
                accessLog.write(requestId, claimed, exchange, operation, error, nanos);
            }
        }

        private void answer() throws Throwable {
            Site site = router.site(exchange);
            if (site != null) {
                site.answer(exchange, verifier);
                return;
            }
            if (protocol == RestXmlProtocol.REST_XML && !forwarder.serves("s3")) {
                answerS3();
                return;
            }
            Verified verified = verifier.verify(exchange);
            if (forwarder.serves(claimed.service())) {
                forwarder.forward(
                        exchange,
                        verified.forwarded(exchange.body()),
                        verified.caller().service());
                return;
            }
            serve(exchange, verified);
        }

        private void answerS3() throws Throwable {
            RestXmlProtocol.begin(exchange, requestId);
            if (exchange.method().equals("OPTIONS")) {
                cors.preflight(exchange);
                return;
            }
            cors.allow(exchange);
            if (BrowserUpload.is(exchange)) {
                var upload = BrowserUpload.of(exchange, verifier.now());
                serve(upload, Verified.form(verifier.verifyForm(upload.fields())));
            } else if (verifier.isVersion2(exchange)) {
                serve(exchange, verifier.verifyVersion2(exchange, Address.bucketOfHost(exchange.header("host"))));
            } else {
                serve(
                        exchange,
                        verifier.isUnsigned(exchange) ? verifier.unsigned(exchange) : verifier.verify(exchange));
            }
        }

        private void serve(Exchange asked, Verified verified) throws Throwable {
            var request = new IncomingRequest(asked, limits);
            request.replaceBody(verified.body(new CallersBody(asked.body())));
            Routes.Match match =
                    router.match(request, protocol, verified.caller().service());
            operation = match.operation();
            SdkPojo input = input(request, match);
            if (verifier.refuses(verified) && !buckets.everyoneMay(input)) {
                throw AuthenticationException.missing();
            }
            var context = new RequestContext(
                    requestId,
                    verified.caller(),
                    exchange.header("host"),
                    asked.sourceAddress(),
                    asked instanceof BrowserUpload,
                    verified::trailers);
            context.during(() -> {
                call(request, match.operation(), input, verified);
                return null;
            });
        }

        /** The request's input, read and checked. */
        private SdkPojo input(IncomingRequest request, Routes.Match match) throws IOException {
            Operation called = match.operation();
            if (!called.isImplemented()) {
                throw new Fault(
                        Fault.Kind.NOT_IMPLEMENTED,
                        called.service().model().serviceId() + "'s " + called.name()
                                + " is not implemented by this server yet.");
            }
            SdkPojo builder = called.newRequest();
            protocol.read(request, called, match.labels(), builder);
            var input = (SdkPojo) ((Buildable) builder).build();
            String violations =
                    called.service().validator().check(input, called.model().input());
            if (violations != null) {
                throw new Fault(Fault.Kind.VALIDATION, violations);
            }
            return input;
        }

        private void call(IncomingRequest request, Operation called, SdkPojo input, Verified verified)
                throws Throwable {
            switch (called.model().kind()) {
                case PLAIN -> {
                    var response = (SdkPojo) requireNonNull(called.invoke(input), called.name());
                    protocol.write(request.exchange(), called, response, requestId);
                }
                case STREAM_IN, STREAM_OUT, STREAM_IN_OUT -> Streams.call(request, called, protocol, input, requestId);
                case EVENTS_IN, EVENTS_OUT, EVENTS_IN_OUT ->
                    EventStreams.call(request, called, input, verified.events(), this::wireError);
            }
        }

        private void fail(Throwable failure) throws IOException {
            WireError wire = wireError(failure);
            error = wire.code();
            if (exchange.isCommitted()) {
                throw failure instanceof IOException io ? io : new IOException("the answer broke off", failure);
            }
            if (failure instanceof ErrorDetails more) {
                more.headers().forEach(exchange::setHeader);
                wire = wire.with(more.details());
            }
            protocol.writeError(exchange, wire, requestId);
        }

        private WireError wireError(Throwable failure) {
            var brokenOff = CallersBody.BrokenOff.in(failure);
            if (brokenOff != null) {
                log.debug("request {} could not be read", requestId, failure);
                return brokenOff.isLate()
                        ? WireError.of(Fault.Kind.TIMEOUT, "The request's body did not come in time")
                        : WireError.of(Fault.Kind.SERIALIZATION, "The request's body could not be read to its end");
            }
            return switch (failure) {
                case S3Refusal refused ->
                    WireError.of(refused.status(), refused.code(), String.valueOf(refused.getMessage()))
                            .with(refused.details());
                case Fault fault -> WireError.of(fault.kind(), String.valueOf(fault.getMessage()));
                case AuthenticationException refused -> {
                    ErrorFamily family = Router.family(protocol);
                    yield WireError.of(refused.httpStatus(family), refused.code(family), refused.message(family))
                            .with(refused.s3Details());
                }
                case PayloadException payload ->
                    WireError.of(payload.httpStatus(), payload.code(), String.valueOf(payload.getMessage()));
                case AwsServiceException modelled -> modelled(modelled);
                default -> {
                    if (exchange.isCommitted()
                            && (failure instanceof IOException || failure instanceof UncheckedIOException)) {
                        log.info("request {}: the answer broke off: {}", requestId, failure.toString());
                    } else {
                        log.error("request {} failed", requestId, failure);
                    }
                    yield WireError.of(Fault.Kind.INTERNAL, INTERNAL);
                }
            };
        }

        private WireError modelled(AwsServiceException exception) {
            ErrorModel model = operation == null ? null : operation.service().error(exception);
            var details = exception.awsErrorDetails();
            String message = details != null && details.errorMessage() != null
                    ? details.errorMessage()
                    : String.valueOf(exception.getMessage());
            if (model == null) {
                if (details == null || details.errorCode() == null) {
                    log.error("request {} failed", requestId, exception);
                    return WireError.of(Fault.Kind.INTERNAL, INTERNAL);
                }
                return WireError.of(
                        exception.statusCode() > 0 ? exception.statusCode() : 400, details.errorCode(), message);
            }
            int code = exception.statusCode() > 0 ? exception.statusCode() : model.status();
            String queryCode = model.queryCode() != null ? model.queryCode() : model.code();
            return new WireError(
                    code,
                    model.code(),
                    queryCode,
                    model.code(),
                    model.messageMember(),
                    message,
                    exception instanceof SdkPojo members ? members : null,
                    Map.of());
        }
    }

    private static String requestId() {
        var random = ThreadLocalRandom.current();
        return new UUID(
                        random.nextLong() & ~0xF000L | 0x4000L,
                        random.nextLong() & 0x3FFFFFFFFFFFFFFFL | 0x8000000000000000L)
                .toString();
    }
}
