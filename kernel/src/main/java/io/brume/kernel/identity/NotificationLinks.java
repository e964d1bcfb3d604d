package io.brume.kernel.identity;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The links in SNS's notifications, which their receivers follow without credentials: a token or the id of a subscription, which
 * nobody can guess, stands in for them.
 */
final class NotificationLinks {

    private static final Set<String> ACTIONS = Set.of("ConfirmSubscription", "Unsubscribe");

    private NotificationLinks() {}

    /** Whether a request is such a link and nothing else. */
    static boolean contain(RequestHead head) {
        String query = head.rawQuery();
        return query != null
                && head.method().equals("GET")
                && head.rawPath().equals("/")
                && head.header("authorization") == null
                && head.header("x-amz-target") == null
                && head.header("smithy-protocol") == null
                && ACTIONS.contains(String.valueOf(action(query)));
    }

    /** The only action that a query names; null when it names none or several, or is signed. */
    private static @Nullable String action(String query) {
        String action = null;
        for (String parameter : query.split("&", -1)) {
            int equals = parameter.indexOf('=');
            String name = UriEncoding.decode(equals < 0 ? parameter : parameter.substring(0, equals));
            if (name.toLowerCase(Locale.ROOT).startsWith("x-amz-")) {
                return null;
            }
            if (name.equals("Action")) {
                if (action != null) {
                    return null;
                }
                action = equals < 0 ? "" : parameter.substring(equals + 1);
            }
        }
        return action;
    }
}
