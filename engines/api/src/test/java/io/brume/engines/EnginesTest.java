package io.brume.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EnginesTest {

    private interface Reader extends Engine {
        String name();
    }

    private interface Speaker extends Engine {}

    private record Named(String name) implements Reader {}

    private interface Loading {
        Reader load(Engines engines) throws Exception;
    }

    private record Factory(String name, Set<String> languages, int rank, Availability availability, Loading loading)
            implements EngineFactory<Reader> {

        Factory(String name, Set<String> languages, int rank) {
            this(name, languages, rank, Availability.ready(), engines -> new Named(name));
        }

        Factory loading(Loading other) {
            return new Factory(name, languages, rank, availability, other);
        }

        Factory missing(String what, String install) {
            return new Factory(name, languages, rank, Availability.missing(what, install), loading);
        }

        @Override
        public Class<Reader> task() {
            return Reader.class;
        }

        @Override
        public Reader load(Engines engines) throws Exception {
            return loading.load(engines);
        }
    }

    private static final Factory SMALL = new Factory("small", Set.of("en", "de"), 0);
    private static final Factory LARGE = new Factory("large", Set.of("en"), 10);
    private static final Factory ANY = new Factory("any", Set.of(EngineFactory.ANY_LANGUAGE), -10);

    private static Engines engines(Factory... factories) {
        return new Engines(List.of(factories), Map.of());
    }

    @Test
    void theHighestRankThatServesTheLanguageIsChosen() {
        Engines engines = engines(ANY, SMALL, LARGE);
        assertThat(engines.require(Reader.class, "en").name()).isEqualTo("large");
        assertThat(engines.require(Reader.class, "de").name()).isEqualTo("small");
        assertThat(engines.require(Reader.class, "ja").name()).isEqualTo("any");
    }

    @Test
    void aPreferredEngineComesBeforeHigherRanks() {
        var engines = new Engines(List.of(ANY, SMALL, LARGE), Map.of("Reader", "small"));
        assertThat(engines.require(Reader.class, "en").name()).isEqualTo("small");
        assertThat(engines.all().getFirst()).isEqualTo(SMALL);
    }

    @Test
    void aPreferredEngineThatDoesNotServeTheLanguageIsPassedOver() {
        var engines = new Engines(List.of(ANY, SMALL, LARGE), Map.of("Reader", "large"));
        assertThat(engines.require(Reader.class, "de").name()).isEqualTo("small");
    }

    @Test
    void preferringAnUnknownEngineIsRefusedAndTheKnownOnesAreNamed() {
        assertThatThrownBy(() -> new Engines(List.of(SMALL), Map.of("Reader", "huge")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("huge")
                .hasMessageContaining("Reader=small");
    }

    @Test
    void anEngineThatLacksSomethingIsPassedOverForOneThatDoesNot() {
        Engines engines = engines(SMALL, LARGE.missing("the program wug", "apt-get install wug"));
        assertThat(engines.require(Reader.class, "en").name()).isEqualTo("small");
    }

    @Test
    void whenAllLackSomethingTheMessageSaysWhatToInstall() {
        Engines engines = engines(LARGE.missing("the program wug", "apt-get install wug"));
        assertThatThrownBy(() -> engines.require(Reader.class, "en"))
                .isInstanceOf(NoEngineException.class)
                .hasMessage("Engine large: the program wug is missing: run `apt-get install wug`.");
    }

    @Test
    void whenNoneServesTheLanguageTheMessageNamesTheServedOnes() {
        Engines engines = engines(SMALL);
        assertThatThrownBy(() -> engines.require(Reader.class, "ja"))
                .isInstanceOf(NoEngineException.class)
                .hasMessageContaining("Reader in 'ja'")
                .hasMessageContaining("[de, en]");
        assertThatThrownBy(() -> engines.require(Speaker.class, "en")).isInstanceOf(NoEngineException.class);
    }

    @Test
    void anEngineIsLoadedOnceHoweverManyAskForIt() throws Exception {
        var loads = new AtomicInteger();
        var begun = new CountDownLatch(1);
        var mayEnd = new CountDownLatch(1);
        Engines engines = engines(SMALL.loading(all -> {
            loads.incrementAndGet();
            begun.countDown();
            mayEnd.await();
            return new Named("slow");
        }));
        var first = CompletableFuture.supplyAsync(() -> engines.require(Reader.class, "en"));
        begun.await();
        var second = CompletableFuture.supplyAsync(() -> engines.require(Reader.class, "de"));
        assertThat(engines.state(engines.all().getFirst())).isEqualTo(Engines.State.LOADING);
        assertThat(first).isNotDone();
        mayEnd.countDown();
        assertThat(first.get(10, TimeUnit.SECONDS)).isSameAs(second.get(10, TimeUnit.SECONDS));
        assertThat(loads).hasValue(1);
        assertThat(engines.state(engines.all().getFirst())).isEqualTo(Engines.State.LOADED);
    }

    @Test
    void anEngineMayBuildOnAnother() {
        Factory builder = LARGE.loading(
                all -> new Named("large on " + all.require(Reader.class, "de").name()));
        assertThat(engines(builder, SMALL).require(Reader.class, "en").name()).isEqualTo("large on small");
    }

    @Test
    void aFailedLoadIsToldToEveryCaller() {
        var loads = new AtomicInteger();
        Engines engines = engines(SMALL.loading(all -> {
            loads.incrementAndGet();
            throw new java.io.IOException("model is broken");
        }));
        for (int call = 0; call < 2; call++) {
            assertThatThrownBy(() -> engines.require(Reader.class, "en"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("Engine small failed to load")
                    .hasRootCauseMessage("model is broken");
        }
        assertThat(loads).hasValue(1);
        assertThat(engines.state(engines.all().getFirst())).isEqualTo(Engines.State.FAILED);
    }

    @Test
    void anEngineThatNobodyAskedForIsReadyOrMissing() {
        Factory missing = LARGE.missing("the program wug", "apt-get install wug");
        Engines engines = engines(SMALL, missing);
        assertThat(engines.state(SMALL)).isEqualTo(Engines.State.READY);
        assertThat(engines.state(missing)).isEqualTo(Engines.State.MISSING);
    }

    @Test
    void preloadingLoadsWhatIsReadyAndGoesOnAfterAFailure() throws Exception {
        var loaded = new CountDownLatch(1);
        Engines engines = engines(
                LARGE.loading(all -> {
                    throw new IllegalStateException("broken");
                }),
                ANY.missing("everything", "nothing"),
                SMALL.loading(all -> {
                    loaded.countDown();
                    return new Named("small");
                }));
        engines.preload();
        assertThat(loaded.await(10, TimeUnit.SECONDS)).isTrue();
    }
}
