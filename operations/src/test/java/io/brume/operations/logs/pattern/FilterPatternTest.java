package io.brume.operations.logs.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples and rules of AWS's description of filter patterns, one by one. */
class FilterPatternTest {

    private static final String ACCESS =
            "127.0.0.1 - frank [10/Oct/2000:13:25:15 -0700] \"GET /index.html HTTP/1.0\" 404 1534";

    private static final String TRAIL = """
            {"eventType": "UpdateTrail", "sourceIPAddress": "111.111.111.111",
             "arrayKey": ["value", "another value"],
             "objectList": [{"name": "a", "id": 1}, {"name": "b", "id": 2}],
             "SomeObject": null, "ThisFlag": true, "latency": 512.5, "tiny": 0.001, "cluster.name": "c",
             "users": [1, 2, 3], "code": "400"}""";

    private static final String USERS = """
            {"user": {"id": 1, "email": "John.Stiles@example.com"},
             "users": [{"id": 2, "email": "John.Doe@example.com"}, {"id": 3, "email": "Jane.Doe@example.com"}],
             "actions": ["GET", "PUT", "DELETE"],
             "coordinates": [[0, 1, 2], [4, 5, 6], [7, 8, 9]]}""";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``                        | anything                                          | true",
                "ERROR                     | [ERROR] A fatal exception has occurred            | true",
                "ERROR                     | Exiting with ERRORCODE: -1                        | true",
                "ERROR                     | an error                                          | false",
                "ERROR -Exiting            | Exiting with ERRORCODE: -1                        | false",
                "ERROR - \"Exiting\"       | Exiting with ERRORCODE: -1                        | false",
                "ERROR -Exiting            | [ERROR] A fatal exception has occurred            | true",
                "ERROR Exception           | [ERROR] Caught IllegalArgumentException           | true",
                "ERROR Exception           | [ERROR] A fatal exception has occurred            | false",
                "Failed to process the request | [ERROR] Unable to continue: Failed to process the request | true",
                "\"INTERNAL SERVER ERROR\" | [ERROR 500] INTERNAL SERVER ERROR                 | true",
                "\"INTERNAL SERVER ERROR\" | INTERNAL ERROR of the SERVER                      | false",
                "\"a \\\"b\\\" c\"         | say a \"b\" c                                     | true",
                "?ERROR ?WARN              | ERROR WARN message                                | true",
                "?ERROR ?WARN              | WARN message                                      | true",
                "?ERROR ?WARN              | INFO message                                      | false",
                "ERROR WARN                | ERROR WARN message                                | true",
                "ERROR WARN                | WARN message                                      | false",
                "ERROR -WARN               | ERROR message                                     | true",
                "ERROR -WARN               | ERROR WARN message                                | false",
                "-ERROR                    | all is well                                       | true",
                "message ?ERROR ?WARN      | INFO message                                      | true",
                "%AUTHORIZED%              | [ERROR 401] UNAUTHORIZED REQUEST                  | true",
                "%AUTHORIZED%              | [ERROR 403] FORBIDDEN                             | false",
                "%^[hc]at%                 | cat and dog                                       | true",
                "%^[hc]at%                 | a cat                                             | false",
                "%[hc]at$%                 | a hat                                             | true",
                "%colou?r%                 | color                                             | true",
                "%a{3,5}%                  | baaab                                             | true",
                "%^a{3,5}$%                | aa                                                | false",
                "%gra+y%                   | graaay                                            | true",
                "%10\\.10\\.0\\.1%         | to 10.10.0.1                                      | true",
                "%\\d\\d\\d%               | it is 200                                         | true",
                "-%\\d% ok                 | ok 5                                              | false",
            })
    void termsAreFoundAnywhereInAMessage(String pattern, String message, boolean matches) {
        assertThat(FilterPattern.parse(pattern).matches(message)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({"it will Fail, true", "an error, true", "all is well, false"})
    void alternativesAreTried(String message, boolean matches) {
        assertThat(FilterPattern.parse("%[Ee]rror|[Ff]ail%").matches(message)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "{ $.eventType = \"UpdateTrail\" }             ~ true",
                "{ $.eventType = UpdateTrail }                 ~ true",
                "{ $.eventType = \"Update*\" }                 ~ true",
                "{ $.eventType = *Trail }                      ~ true",
                "{ $.eventType = *date* }                      ~ true",
                "{ $.eventType = \"Up*Trail\" }                ~ false",
                "{ $.eventType != UpdateTrail }                ~ false",
                "{ $.eventType = %Trail$% }                    ~ true",
                "{ $.eventType != %^Trail% }                   ~ true",
                "{ $.sourceIPAddress != 123.123.* }            ~ true",
                "{ $.sourceIPAddress = 111.111.* }             ~ true",
                "{ $.arrayKey[0] = \"value\" }                 ~ true",
                "{ $.arrayKey[1] = \"value\" }                 ~ false",
                "{ $.arrayKey[9] = \"value\" }                 ~ false",
                "{ $.eventType[0] = \"U\" }                    ~ false",
                "{ $.objectList[1].id = 2 }                    ~ true",
                "{ $.objectList[1].id = 1 }                    ~ false",
                "{ $.SomeObject IS NULL }                      ~ true",
                "{ $.eventType IS NULL }                       ~ false",
                "{ $.SomeOtherObject IS NULL }                 ~ false",
                "{ $.SomeOtherObject NOT EXISTS }              ~ true",
                "{ $.SomeObject NOT EXISTS }                   ~ false",
                "{ $.ThisFlag IS TRUE }                        ~ true",
                "{ $.ThisFlag IS FALSE }                       ~ false",
                "{ $.latency = * }                             ~ true",
                "{ $.missing = * }                             ~ false",
                "{ $.missing != x }                            ~ false",
                "{ $.latency >= 500 }                          ~ true",
                "{ $.latency > +1000 }                         ~ false",
                "{ $.latency <= 512.5 }                        ~ true",
                "{ $.latency < 10e3 }                          ~ true",
                "{ $.tiny < 10e-3 }                            ~ true",
                "{ $.latency != 500 }                          ~ true",
                "{ $.latency = 5.125e2 }                       ~ true",
                "{ $.eventType > 5 }                           ~ false",
                "{ $.code = 400 }                              ~ true",
                "{ $.code > 300 }                              ~ false",
                "{ $.users = 1 }                               ~ false",
                "{ $.users != 1 }                              ~ false",
                "{ $.['cluster.name'] = c }                    ~ true",
                "{$.eventType=UpdateTrail&&$.latency>500}      ~ true",
            })
    void aConditionIsTriedOnAJsonMessage(String pattern, boolean matches) {
        assertThat(FilterPattern.parse(pattern).matches(TRAIL)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "{ ($.user.id = 1) && ($.users[0].email = \"John.Doe@example.com\") } ~ true",
                "{ ($.user.id = 2 && $.users[0].email = \"nonmatch\") || $.actions[2] = \"GET\" } ~ false",
                "{ $.user.email = \"John.Stiles@example.com\" || $.coordinates[0][1] = nonmatch && $.actions[2] = nomatch } ~ true",
                "{ ($.user.email = \"John.Stiles@example.com\" || $.coordinates[0][1] = nonmatch) && $.actions[2] = nomatch } ~ false",
                "{ $.coordinates[1][2] = 6 } ~ true",
            })
    void conditionsAreJoinedInTheUsualOrder(String pattern, boolean matches) {
        assertThat(FilterPattern.parse(pattern).matches(USERS)).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(strings = {"no JSON", "{ broken", "[1, 2]", "", "   ", "{\"a\": 1} and more", "\"text\""})
    void aConditionOnJsonHoldsOfNothingElse(String message) {
        assertThat(FilterPattern.parse("{ $.a NOT EXISTS }").matches(message)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "[ip, user, username, timestamp, request, status_code, bytes]                ~ true",
                "[ip, user, username, timestamp, request, status_code]                       ~ false",
                "[ip, user, username, timestamp, request, status_code, bytes, more]          ~ false",
                "[..., status_code, bytes]                                                   ~ true",
                "[ip, user, ..., status_code, bytes]                                         ~ true",
                "[ip, user, ...]                                                             ~ true",
                "[ip, user, username, timestamp, request, status_code, bytes > 1000]         ~ true",
                "[ip, user, username, timestamp, request, status_code, bytes > 2000]         ~ false",
                "[ip, user, username, timestamp, request, status_code = 404, bytes]          ~ true",
                "[ip, user, username, timestamp, request, status_code = 200, bytes]          ~ false",
                "[ip, user, username, timestamp, request, status_code = 4*, bytes]           ~ true",
                "[ip, user, username, timestamp, request = *html*, status_code = 4*, bytes]  ~ true",
                "[ip, user, username, timestamp, request = *php*, status_code = 4*, bytes]   ~ false",
                "[..., status_code = 4* && status_code != 403, bytes]                        ~ true",
                "[..., status_code = 4* && status_code != 404, bytes]                        ~ false",
                "[..., status_code = 403 || status_code = 404, bytes]                        ~ true",
                "[..., (status_code = 403 || status_code = 404) && bytes < 10, bytes]        ~ false",
                "[..., status_code = %4\\d{2}%, bytes]                                       ~ true",
                "[ip = 127.0.*, ...]                                                         ~ true",
                "[..., request = \"GET /index.html HTTP/1.0\", status_code, bytes]           ~ true",
                "[..., timestamp = 10/Oct*, request, status_code, bytes]                     ~ true",
                "[ip, , , , , , ]                                                            ~ true",
            })
    void aLinesFieldsAreTried(String pattern, boolean matches) {
        assertThat(FilterPattern.parse(pattern).matches(ACCESS)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "[w1=ERROR, w2]               ~ ERROR message ~ true",
                "[w1=ERROR, w2]               ~ WARN message  ~ false",
                "[w1=ERROR || w1=WARN, w2]    ~ WARN message  ~ true",
                "[w1=!ERROR && w1=!WARN, w2]  ~ WARN message  ~ false",
                "[w1=!ERROR && w1=!WARN, w2]  ~ INFO message  ~ true",
            })
    void wordsCanBeAlternatives(String pattern, String message, boolean matches) {
        assertThat(FilterPattern.parse(pattern).matches(message)).isEqualTo(matches);
    }

    @Test
    void fieldsAreExtractedByTheirNamesOrTheirNumbers() {
        var match =
                FilterPattern.parse("[..., request=*.html*, status_code=4*,]").match(ACCESS);

        assertThat(match.orElseThrow().extracted())
                .containsEntry("$1", "127.0.0.1")
                .containsEntry("$2", "-")
                .containsEntry("$3", "frank")
                .containsEntry("$4", "10/Oct/2000:13:25:15 -0700")
                .containsEntry("$request", "GET /index.html HTTP/1.0")
                .containsEntry("$status_code", "404")
                .containsEntry("$7", "1534")
                .hasSize(7);
    }

    @Test
    void aJsonMatchKnowsTheValuesOfItsSelectorsAndOthers() {
        var match = FilterPattern.parse("{ $.latency > 1 && $.SomeObject IS NULL }")
                .match(TRAIL)
                .orElseThrow();

        assertThat(match.extracted()).containsExactlyEntriesOf(java.util.Map.of("$.latency", "512.5"));
        assertThat(match.value("$.objectList[1].name")).isEqualTo("b");
        assertThat(match.value("$.users")).isNull();
        assertThat(match.value("nothing")).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "foo.bar",
                "\"open",
                "%open",
                "%%",
                "%(a+)+%",
                "%something!%",
                "%[a%",
                "-",
                "?",
                "{ $.a }",
                "{ a = 1 }",
                "{ $.a = 1",
                "{ $.a = }",
                "{ $.a > x }",
                "{ $. = 1 }",
                "{ $.a[x] = 1 }",
                "{ $.a = 1 } }",
                "{ ($.a = 1 }",
                "[a, b",
                "[a > x]",
                "[..., a, ...]",
                "[a] b",
                "%a% %b% %c%",
            })
    void whatIsNoPatternIsRefused(String pattern) {
        assertThatThrownBy(() -> FilterPattern.parse(pattern)).isInstanceOf(BadPatternException.class);
    }

    @Test
    void parenthesesCannotExhaustTheStack() {
        String deep = "{ " + "(".repeat(100_000) + "$.a = 1" + ")".repeat(100_000) + " }";

        assertThatThrownBy(() -> FilterPattern.parse(deep)).isInstanceOf(BadPatternException.class);
    }

    @Test
    void deeplyNestedJsonIsNotAMatchRatherThanAnError() {
        String deep = "{\"a\":".repeat(50_000) + "1" + "}".repeat(50_000);

        assertThat(FilterPattern.parse("{ $.b NOT EXISTS }").matches(deep)).isFalse();
    }
}
