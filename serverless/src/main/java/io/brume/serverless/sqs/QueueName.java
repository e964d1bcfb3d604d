package io.brume.serverless.sqs;

import io.brume.kernel.resource.Scope;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A queue's full name: whose it is, where, and its own name; read from and written as URLs and ARNs. */
record QueueName(Scope scope, String name) {

    private static final Pattern STANDARD = Pattern.compile("[A-Za-z0-9_-]{1,80}");
    private static final Pattern FIFO = Pattern.compile("[A-Za-z0-9_-]{1,75}\\.fifo");
    private static final Pattern URL = Pattern.compile("(?:https?://([^/]*))?(?:/[^?#]*)?/([0-9]{12})/([^/?#]+)/?");
    private static final Pattern REGION = Pattern.compile("(?:sqs\\.([a-z0-9-]+)|([a-z0-9-]+)\\.queue)\\..*");
    private static final Pattern ARN =
            Pattern.compile("arn:aws[a-z-]*:sqs:([a-z0-9-]+):([0-9]{12}):([A-Za-z0-9_.-]{1,80})");

    /**
     * The queue of a URL. A host that names a region, as AWS's do, tells the region; else it is the caller's.
     *
     * @param url a queue's URL, its path alone, or the mere name of one of the caller's queues
     */
    static QueueName ofUrl(String url, Scope caller) {
        if (isName(url)) {
            return new QueueName(caller, url);
        }
        Matcher parts = URL.matcher(url);
        if (!parts.matches()) {
            throw Refusal.notAQueueUrl(url);
        }
        if (!isName(parts.group(3))) {
            throw Refusal.noSuchQueue();
        }
        return new QueueName(new Scope(parts.group(2), region(parts.group(1), caller)), parts.group(3));
    }

    private static String region(@Nullable String host, Scope caller) {
        Matcher region = host == null ? null : REGION.matcher(host);
        if (region == null || !region.matches()) {
            return caller.region();
        }
        return region.group(1) != null ? region.group(1) : region.group(2);
    }

    static Optional<QueueName> ofArn(String arn) {
        Matcher parts = ARN.matcher(arn);
        return parts.matches()
                ? Optional.of(new QueueName(new Scope(parts.group(2), parts.group(1)), parts.group(3)))
                : Optional.empty();
    }

    /** Whether a queue can be called so. */
    static boolean isName(String name) {
        return STANDARD.matcher(name).matches() || FIFO.matcher(name).matches();
    }

    boolean isFifo() {
        return name.endsWith(".fifo");
    }

    String arn() {
        return scope.arn("sqs", name);
    }

    /** @param endpoint this server as the caller addressed it */
    String url(String endpoint) {
        return endpoint + "/" + scope.account() + "/" + name;
    }
}
