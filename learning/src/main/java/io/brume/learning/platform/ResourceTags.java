package io.brume.learning.platform;

import io.brume.kernel.resource.Scope;
import io.brume.kernel.resource.Tags;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import software.amazon.awssdk.services.sagemaker.model.AddTagsRequest;
import software.amazon.awssdk.services.sagemaker.model.AddTagsResponse;
import software.amazon.awssdk.services.sagemaker.model.DeleteTagsRequest;
import software.amazon.awssdk.services.sagemaker.model.DeleteTagsResponse;
import software.amazon.awssdk.services.sagemaker.model.ListTagsRequest;
import software.amazon.awssdk.services.sagemaker.model.ListTagsResponse;
import software.amazon.awssdk.services.sagemaker.model.Tag;

/** The tags of all of SageMaker's resources. Each kind says how one finds out whether a resource is there. Thread-safe. */
public final class ResourceTags {

    private static final int MOST = 50;

    private final Tags tags;
    private final Map<String, BiPredicate<Scope, String>> kinds = new ConcurrentHashMap<>();

    public ResourceTags(Platform platform) {
        tags = new Tags(platform.database());
    }

    /**
     * Makes resources of a kind known.
     *
     * @param kind as ARNs have it, such as {@code training-job}
     * @param exists whether there is one of a name
     */
    public void know(String kind, BiPredicate<Scope, String> exists) {
        kinds.put(kind, exists);
    }

    /** What a new resource is tagged with; to be called in the transaction that makes it. */
    public void begin(String arn, List<Tag> given) {
        tags.replace(arn, checked(given));
    }

    /** Refuses tags that {@link #begin} would refuse. */
    public Map<String, String> checked(List<Tag> given) {
        Map<String, String> all = new LinkedHashMap<>();
        for (Tag tag : given) {
            if (tag.key().startsWith("aws:")) {
                throw Errors.validation("System tags cannot be modified by the user: " + tag.key());
            }
            if (all.put(tag.key(), tag.value()) != null) {
                throw Errors.validation("Tag keys must be unique: " + tag.key() + " is there twice");
            }
        }
        return all;
    }

    /** To be called in the transaction that deletes a resource. */
    public void end(String arn) {
        tags.removeAll(arn);
    }

    public List<Tag> of(String arn) {
        List<Tag> all = new ArrayList<>();
        tags.of(arn)
                .forEach((key, value) ->
                        all.add(Tag.builder().key(key).value(value).build()));
        return all;
    }

    public AddTagsResponse add(AddTagsRequest request) {
        String arn = existing(request.resourceArn());
        if (!tags.add(arn, checked(request.tags()), MOST)) {
            throw Errors.limit("A resource can have at most " + MOST + " tags.");
        }
        return AddTagsResponse.builder().tags(of(arn)).build();
    }

    public DeleteTagsResponse delete(DeleteTagsRequest request) {
        tags.remove(existing(request.resourceArn()), request.tagKeys());
        return DeleteTagsResponse.builder().build();
    }

    public ListTagsResponse list(ListTagsRequest request) {
        return ListTagsResponse.builder()
                .tags(of(existing(request.resourceArn())))
                .build();
    }

    private String existing(String arn) {
        Scope scope = Scope.current();
        String prefix = scope.arn("sagemaker", "");
        if (!arn.startsWith(prefix)) {
            throw Errors.validation("Invalid resource ARN: " + arn);
        }
        String[] resource = arn.substring(prefix.length()).split("/", 2);
        BiPredicate<Scope, String> exists = kinds.get(resource[0]);
        if (resource.length < 2 || exists == null || !exists.test(scope, resource[1])) {
            throw Errors.validation("Could not find resource " + arn);
        }
        return arn;
    }
}
