package io.brume.learning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.SageMakerRequest;

/** The documentation's list of operations, held against the methods that there are. */
class DocumentedOperationsTest {

    private static final Path PAGE = Path.of("..", "docs", "sagemaker.md");
    private static final Pattern NAME = Pattern.compile("`(\\w+)`");

    @Test
    void theDocumentationListsWhatWorks() throws IOException {
        String page = Files.readString(PAGE);
        String list = page.substring(page.indexOf("## Operations"));

        Set<String> documented = NAME.matcher(list)
                .results()
                .map(match -> match.group(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(documented).isEqualTo(overridden());
    }

    /** In lower case: the SDK spells {@code CreateAutoMLJob} and the like in two ways. */
    private static Set<String> overridden() {
        return Arrays.stream(SageMaker.class.getMethods())
                .filter(method -> !method.getDeclaringClass().equals(SageMakerClient.class))
                .filter(DocumentedOperationsTest::isOperation)
                .map(method -> method.getName().toLowerCase(Locale.ROOT))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean isOperation(Method method) {
        return method.getParameterCount() == 1
                && SageMakerRequest.class.isAssignableFrom(method.getParameterTypes()[0]);
    }
}
