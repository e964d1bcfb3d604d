package io.brume.learning.transform;

import io.brume.learning.builtin.ContentTypes;
import io.brume.learning.channel.S3Place;
import io.brume.learning.platform.Errors;
import software.amazon.awssdk.services.sagemaker.model.AssemblyType;
import software.amazon.awssdk.services.sagemaker.model.CreateTransformJobRequest;
import software.amazon.awssdk.services.sagemaker.model.DataProcessing;
import software.amazon.awssdk.services.sagemaker.model.JoinSource;
import software.amazon.awssdk.services.sagemaker.model.SplitType;

/** What a request for a batch transform job must be, beyond what its model says. */
final class TransformRequest {

    private TransformRequest() {}

    static void check(CreateTransformJobRequest request) {
        if (request.transformInput().dataSource().s3DataSource() == null) {
            throw Errors.validation("S3DataSource is required for the transform input.");
        }
        checkPlace(request.transformInput().dataSource().s3DataSource().s3Uri());
        checkPlace(request.transformOutput().s3OutputPath());
        int payload = request.maxPayloadInMB() == null ? 6 : request.maxPayloadInMB();
        int atOnce = request.maxConcurrentTransforms() == null ? 1 : request.maxConcurrentTransforms();
        if (payload > 100 || payload * Math.max(1, atOnce) > 100 && payload > 0 && atOnce > 1) {
            throw Errors.validation("MaxPayloadInMB times MaxConcurrentTransforms cannot be more than 100 MB.");
        }
        if (request.dataProcessing() != null) {
            check(request, request.dataProcessing());
        }
    }

    private static void check(CreateTransformJobRequest request, DataProcessing processing) {
        checkPath("InputFilter", processing.inputFilter());
        checkPath("OutputFilter", processing.outputFilter());
        boolean joins = processing.joinSource() == JoinSource.INPUT;
        if (!joins && processing.inputFilter() == null && processing.outputFilter() == null) {
            return;
        }
        String type = request.transformInput().contentType();
        String bare = type == null ? "" : ContentTypes.bare(type);
        if (!bare.equals(ContentTypes.CSV)
                && !bare.equals(ContentTypes.JSON)
                && !bare.equals(ContentTypes.JSON_LINES)) {
            throw Errors.validation(
                    "DataProcessing needs the ContentType text/csv, application/json or" + " application/jsonlines.");
        }
        SplitType split = request.transformInput().splitType();
        if (split != null && split != SplitType.NONE && split != SplitType.LINE) {
            throw Errors.validation("DataProcessing needs the SplitType None or Line.");
        }
        boolean lines = split == SplitType.LINE;
        if (joins && lines != (request.transformOutput().assembleWith() == AssemblyType.LINE)) {
            throw Errors.validation("JoinSource needs the same SplitType and AssembleWith: both Line, or both None.");
        }
        String accept = request.transformOutput().accept();
        if (joins && accept != null && !sameKind(bare, ContentTypes.bare(accept))) {
            throw Errors.validation(
                    "JoinSource needs the same kind of ContentType and Accept: both CSV, or both JSON.");
        }
    }

    private static boolean sameKind(String one, String other) {
        return one.equals(ContentTypes.CSV) == other.equals(ContentTypes.CSV);
    }

    private static void checkPath(String name, @org.jspecify.annotations.Nullable String path) {
        try {
            if (path != null) {
                JsonPath unused = JsonPath.parse(path);
            }
        } catch (IllegalArgumentException e) {
            throw Errors.validation(name + " is no JSONPath expression that is available: " + e.getMessage());
        }
    }

    private static void checkPlace(String uri) {
        try {
            S3Place unused = S3Place.of(uri);
        } catch (IllegalArgumentException e) {
            throw Errors.validation(String.valueOf(e.getMessage()));
        }
    }
}
