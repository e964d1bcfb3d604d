package io.brume.storage.s3;

import io.brume.kernel.s3.CorsRule;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.s3.model.CORSConfiguration;
import software.amazon.awssdk.services.s3.model.CORSRule;

/** Checks buckets' cross-origin configurations, and reads them for those who answer browsers. */
final class CorsConfigurations {

    private static final Set<String> METHODS = Set.of("GET", "PUT", "POST", "DELETE", "HEAD");
    private static final int MOST = 100;
    private static final int LONGEST_ID = 255;

    private CorsConfigurations() {}

    /** @throws Refusal when S3 would refuse it */
    static CORSConfiguration checked(CORSConfiguration configuration) {
        if (configuration == null || configuration.corsRules().isEmpty()) {
            throw Refusal.malformedXml();
        }
        if (configuration.corsRules().size() > MOST) {
            throw Refusal.invalidRequest("The number of CORS rules should not exceed allowed limit of 100 rules.");
        }
        configuration.corsRules().forEach(CorsConfigurations::check);
        return configuration;
    }

    private static void check(CORSRule rule) {
        if (rule.allowedMethods().isEmpty() || rule.allowedOrigins().isEmpty()) {
            throw Refusal.malformedXml();
        }
        if (rule.id() != null && rule.id().length() > LONGEST_ID) {
            throw Refusal.invalidArgument("ID length should not exceed allowed limit of 255", "ID", rule.id());
        }
        for (String method : rule.allowedMethods()) {
            if (!METHODS.contains(method)) {
                throw Refusal.invalidRequest(
                        "Found unsupported HTTP method in CORS config. Unsupported method is " + method);
            }
        }
        oneWildcard("AllowedOrigin", rule.allowedOrigins());
        oneWildcard("AllowedHeader", rule.allowedHeaders());
        for (String header : rule.exposeHeaders()) {
            if (header.indexOf('*') >= 0) {
                throw Refusal.invalidRequest("ExposeHeader \"" + header
                        + "\" contains wildcard. We currently do not support wildcard for ExposeHeader.");
            }
        }
    }

    private static void oneWildcard(String what, List<String> values) {
        for (String value : values) {
            if (value.indexOf('*') != value.lastIndexOf('*')) {
                throw Refusal.invalidRequest(what + " \"" + value + "\" can not have more than one wildcard.");
            }
        }
    }

    static List<CorsRule> rules(Optional<CORSConfiguration> configuration) {
        return configuration.stream()
                .flatMap(found -> found.corsRules().stream())
                .map(rule -> new CorsRule(
                        rule.allowedOrigins(),
                        rule.allowedMethods(),
                        rule.allowedHeaders(),
                        rule.exposeHeaders(),
                        rule.maxAgeSeconds()))
                .toList();
    }
}
