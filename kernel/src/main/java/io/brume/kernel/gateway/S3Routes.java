package io.brume.kernel.gateway;

import io.brume.kernel.operation.HostedService;
import io.brume.kernel.operation.Operation;
import io.brume.kernel.operation.Structure;
import io.brume.kernel.s3.Address;
import io.brume.kernel.wire.IncomingRequest;
import io.brume.kernel.wire.Routes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.traits.RequiredTrait;

/**
 * Which S3 operation a request is for. S3 gives many operations one URI: constant query parameters, required parameters and
 * required headers tell them apart, and the bucket may stand in the host name.
 */
final class S3Routes {

    /** S3's endpoints of their own, whose URIs look like others'. */
    private static final Set<String> ELSEWHERE = Set.of("ListDirectoryBuckets", "WriteGetObjectResponse");

    private enum Target {
        SERVICE,
        BUCKET,
        OBJECT
    }

    private record Candidate(
            Operation operation, Map<String, String> constants, List<String> parameters, List<String> headers) {

        int specificity() {
            return constants.size() * 10 + parameters.size() + headers.size();
        }

        boolean fits(IncomingRequest request) {
            return Routes.hasParameters(request.query(), constants)
                    && request.query().keySet().containsAll(parameters)
                    && headers.stream().allMatch(header -> request.exchange().header(header) != null);
        }
    }

    private record Place(String method, Target target) {}

    private final Map<Place, List<Candidate>> candidates = new HashMap<>();

    S3Routes(HostedService s3) {
        for (Operation operation : s3.operations()) {
            if (!ELSEWHERE.contains(operation.name())) {
                candidates
                        .computeIfAbsent(place(operation), _ -> new ArrayList<>())
                        .add(candidate(operation));
            }
        }
        candidates
                .values()
                .forEach(list -> list.sort(
                        Comparator.comparingInt(Candidate::specificity).reversed()));
    }

    private static Place place(Operation operation) {
        String uri = operation.model().uri();
        Target target = uri.startsWith("/{Key+}")
                ? Target.OBJECT
                : operation.name().equals("ListBuckets") ? Target.SERVICE : Target.BUCKET;
        return new Place(operation.model().httpMethod(), target);
    }

    private static Candidate candidate(Operation operation) {
        List<String> parameters = new ArrayList<>();
        List<String> headers = new ArrayList<>();
        for (SdkField<?> field : Structure.of(operation.newRequest()).bound()) {
            if (field.containsTrait(RequiredTrait.class)) {
                if (field.location() == MarshallLocation.QUERY_PARAM) {
                    parameters.add(field.locationName());
                } else if (field.location() == MarshallLocation.HEADER) {
                    headers.add(field.locationName());
                }
            }
        }
        return new Candidate(
                operation, Routes.constantParameters(operation.model().uri()), parameters, headers);
    }

    Routes.@Nullable Match match(IncomingRequest request) {
        Address address = Address.of(request.exchange());
        Target target =
                address.bucket().isEmpty() ? Target.SERVICE : address.key().isEmpty() ? Target.BUCKET : Target.OBJECT;
        for (Candidate candidate :
                candidates.getOrDefault(new Place(request.exchange().method(), target), List.of())) {
            if (candidate.fits(request)) {
                return new Routes.Match(candidate.operation, Map.of("Bucket", address.bucket(), "Key", address.key()));
            }
        }
        return null;
    }
}
