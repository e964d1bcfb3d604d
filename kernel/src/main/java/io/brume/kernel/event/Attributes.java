package io.brume.kernel.event;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A message's attributes in one column, as a form. */
final class Attributes {

    private Attributes() {}

    static String write(Map<String, String> attributes) {
        return attributes.entrySet().stream()
                .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    static Map<String, String> read(String form) {
        Map<String, String> attributes = new LinkedHashMap<>();
        for (String entry : form.split("&", -1)) {
            int equals = entry.indexOf('=');
            if (equals >= 0) {
                attributes.put(decoded(entry.substring(0, equals)), decoded(entry.substring(equals + 1)));
            }
        }
        return attributes;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
