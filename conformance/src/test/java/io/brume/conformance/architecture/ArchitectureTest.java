package io.brume.conformance.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A room uses only the rooms that the table of rooms lists behind it. */
class ArchitectureTest {

    private static final String ENGINES_API = "engines-api";

    /** The rooms by the first name of their package below {@code io.brume}, and what they use. */
    private static final Map<String, Set<String>> ROOMS = Map.ofEntries(
            Map.entry("testing", Set.of()),
            Map.entry("kernel", Set.of()),
            Map.entry("algorithms", Set.of()),
            Map.entry("engines", Set.of()),
            Map.entry("storage", Set.of("kernel")),
            Map.entry("serverless", Set.of("kernel")),
            Map.entry("operations", Set.of("kernel")),
            Map.entry("language", Set.of("kernel", ENGINES_API, "algorithms")),
            Map.entry("speech", Set.of("kernel", ENGINES_API, "algorithms")),
            Map.entry("vision", Set.of("kernel", ENGINES_API, "algorithms")),
            Map.entry("learning", Set.of("kernel", ENGINES_API, "algorithms")),
            Map.entry("data", Set.of("kernel")));

    /** They put the rooms together and may use them all. */
    private static final Set<String> WHOLE = Set.of("server", "bench", "conformance");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.brume");

    private static Stream<String> rooms() {
        return ROOMS.keySet().stream().sorted();
    }

    /** What {@link #ENGINES_API} or a room's name stands for. */
    private static Stream<String> packages(String room) {
        return room.equals(ENGINES_API)
                ? Stream.of(
                        "io.brume.engines",
                        "io.brume.engines.tensor",
                        "io.brume.engines.text",
                        "io.brume.engines.speech",
                        "io.brume.engines.vision")
                : Stream.of("io.brume." + room + "..");
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void aRoomUsesOnlyTheRoomsBehindIt(String room) {
        String[] allowed = Stream.concat(Stream.of(room), ROOMS.getOrDefault(room, Set.of()).stream())
                .flatMap(ArchitectureTest::packages)
                .toArray(String[]::new);

        noClasses()
                .that()
                .resideInAPackage("io.brume." + room + "..")
                .should()
                .dependOnClassesThat(resideInAPackage("io.brume..").and(not(resideInAnyPackage(allowed))))
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void everyPackageBelongsToARoom() {
        Set<String> known =
                Stream.concat(ROOMS.keySet().stream(), WHOLE.stream()).collect(Collectors.toSet());
        Set<String> found = CLASSES.stream()
                .map(JavaClass::getPackageName)
                .map(name -> name.split("\\.", -1)[2])
                .collect(Collectors.toSet());

        assertThat(known).containsAll(found);
        assertThat(found).contains("kernel", "engines", "language", "learning", "operations", "server");
    }

    @Test
    void anEngineUsesTheApiAndNoOtherEngine() {
        List<String> engines = CLASSES.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> name.startsWith("io.brume.engines."))
                .map(name -> name.split("\\.", -1)[3])
                .distinct()
                .filter(name -> packages(ENGINES_API).noneMatch(api -> api.equals("io.brume.engines." + name)))
                .toList();

        assertThat(engines).isNotEmpty();
        for (String engine : engines) {
            String[] allowed = Stream.concat(Stream.of("io.brume.engines." + engine + ".."), packages(ENGINES_API))
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage("io.brume.engines." + engine + "..")
                    .should()
                    .dependOnClassesThat(resideInAPackage("io.brume..").and(not(resideInAnyPackage(allowed))))
                    .check(CLASSES);
        }
    }

    @Test
    void enginesAndAlgorithmsKnowNothingOfAws() {
        noClasses()
                .that()
                .resideInAnyPackage("io.brume.engines..", "io.brume.algorithms..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("software.amazon..")
                .check(CLASSES);
    }

    @Test
    void identityAndModelKnowNothingOfHowRequestsTravel() {
        noClasses()
                .that()
                .resideInAnyPackage("io.brume.kernel.identity..", "io.brume.kernel.model..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.brume.kernel.gateway..", "io.brume.kernel.http..", "io.brume.kernel.wire..")
                .check(CLASSES);
    }

    @Test
    void onlyTheDoorKnowsJetty() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.brume.kernel.http..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.eclipse.jetty..")
                .check(CLASSES);
    }

    @Test
    void packagesDependOnEachOtherOneWayOnly() {
        slices().matching("io.brume.(**)")
                .should()
                .beFreeOfCycles()
                // The library's interfaces name its data, and reading data throws the library's exceptions.
                .ignoreDependency(resideInAPackage("io.brume.algorithms.data"), resideInAPackage("io.brume.algorithms"))
                .check(CLASSES);
    }
}
