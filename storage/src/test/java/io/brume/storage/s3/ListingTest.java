package io.brume.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Lists of objects. */
class ListingTest {

    private static final List<String> KEYS = List.of(
            "a", "a/", "a/1", "a/2/x", "a0", "b//c", "é", "日本/語", "😀/x", "\ue000z", "with space+plus", "z\uff5e");

    private static void put(World world, List<String> keys) {
        world.s3.createBucket(r -> r.bucket("bucket"));
        keys.forEach(key -> world.s3.putObject(r -> r.bucket("bucket").key(key), RequestBody.empty()));
    }

    @ParameterizedTest
    @MethodSource("io.brume.storage.s3.World#each")
    void keysComeInTheOrderOfTheirUtf8WhateverThePage(World world) {
        try (world) {
            put(world, KEYS);
            List<String> sorted = KEYS.stream()
                    .sorted(Comparator.comparing(key -> key.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned))
                    .toList();
            for (int size = 1; size <= KEYS.size(); size++) {
                int page = size;
                assertThat(world.s3
                                .listObjectsV2Paginator(r -> r.bucket("bucket").maxKeys(page))
                                .contents())
                        .extracting(S3Object::key)
                        .containsExactlyElementsOf(sorted);
            }
            assertThat(world.s3
                            .listObjectsV2(r -> r.bucket("bucket").startAfter("a0"))
                            .contents())
                    .extracting(S3Object::key)
                    .containsExactlyElementsOf(sorted.subList(sorted.indexOf("a0") + 1, sorted.size()));
        }
    }

    @ParameterizedTest
    @MethodSource("io.brume.storage.s3.World#each")
    void keysAreJoinedUpToADelimiter(World world) {
        try (world) {
            put(world, KEYS);
            for (int size : new int[] {1, 2, 1000}) {
                var pages = world.s3.listObjectsV2Paginator(
                        r -> r.bucket("bucket").delimiter("/").maxKeys(size));
                assertThat(pages.contents())
                        .extracting(S3Object::key)
                        .containsExactly("a", "a0", "with space+plus", "z\uff5e", "é", "\ue000z");
                assertThat(pages.commonPrefixes())
                        .extracting(CommonPrefix::prefix)
                        .containsExactly("a/", "b/", "日本/", "😀/");
                assertThat(world
                                .s3
                                .listObjectsV2Paginator(r -> r.bucket("bucket")
                                        .prefix("a/")
                                        .delimiter("/")
                                        .maxKeys(size))
                                .stream()
                                .flatMap(page -> page.commonPrefixes().stream())
                                .map(CommonPrefix::prefix))
                        .containsExactly("a/2/");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.brume.storage.s3.World#each")
    void aPageCostsTheSameWhereverItLiesAndWhateverIsUnderItsPrefixes(World world) {
        try (world) {
            world.s3.createBucket(r -> r.bucket("bucket"));
            // 200,000 keys: 20 folders of 10,000.
            world.database.change(transaction -> transaction.update(
                    "INSERT INTO s3_version (bucket, object_key, age, version_id, visible, marker, modified, size, etag,"
                            + " content) WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 199999)"
                            + " SELECT (SELECT id FROM s3_bucket), 'f' || (10 + i / 10000) || '/' || (100000 + i), -1,"
                            + " 'null', 1, 0, 0, 0, 'd41d8cd98f00b204e9800998ecf8427e', '' FROM n"));
            String last = "f29/298900";
            time(() -> page(world, ""));
            double first = time(() -> page(world, ""));
            double late = time(() -> page(world, last));
            double joined = time(() -> {
                ListObjectsV2Response folders =
                        world.s3.listObjectsV2(r -> r.bucket("bucket").delimiter("/"));
                assertThat(folders.commonPrefixes())
                        .hasSize(20)
                        .extracting(CommonPrefix::prefix)
                        .startsWith("f10/");
                assertThat(folders.isTruncated()).isFalse();
            });
            assertThat(late).isLessThan(3 * first + 20);
            assertThat(joined).isLessThan(3 * first + 20);
        }
    }

    private static void page(World world, String after) {
        assertThat(world.s3
                        .listObjectsV2(r -> r.bucket("bucket").startAfter(after))
                        .contents())
                .hasSizeGreaterThanOrEqualTo(999);
    }

    /** The best of ten, in milliseconds. */
    private static double time(Runnable work) {
        double best = Double.MAX_VALUE;
        for (int i = 0; i < 10; i++) {
            long begin = System.nanoTime();
            work.run();
            best = Math.min(best, (System.nanoTime() - begin) / 1e6);
        }
        return best;
    }
}
