package io.brume.engines.libtorch;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brume.engines.tensor.TensorModelException;
import io.brume.engines.tensor.TensorModelLoader;
import io.brume.testing.TorchScriptArchive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TorchScriptFileTest {

    @TempDir
    private Path folder;

    private final TensorModelLoader loader = new TorchScriptLoader();

    private void refused(Path file, String... why) {
        assertThatThrownBy(() -> loader.load(file))
                .isInstanceOf(TensorModelException.class)
                .message()
                .contains(why)
                .doesNotContain("\n", "frame #");
    }

    @Test
    void weightsWithoutCodeAreToldFromAModule() throws IOException {
        Map<String, String> files = Modules.files("x");
        files.remove("constants.pkl");
        files.remove("code/__torch__.py");
        refused(
                Modules.write(folder.resolve("weights.pt"), files),
                "weights.pt holds weights or a module of Python without its code",
                "torch.jit.script",
                "torch.jit.trace",
                "save");
        refused(
                Files.write(folder.resolve("old.pth"), new byte[] {(byte) 0x80, 2, (byte) 0x8a, 10}),
                "old.pth holds weights",
                "torch.jit.script");
    }

    @Test
    void whatIsNoArchiveIsRefused() throws IOException {
        refused(Files.writeString(folder.resolve("text.pt"), "PK"), "text.pt is no TorchScript archive");
        refused(Files.writeString(folder.resolve("empty.pt"), ""), "empty.pt is no TorchScript archive");
        byte[] whole = Files.readAllBytes(Modules.write(folder.resolve("whole.pt"), Modules.files("x")));
        refused(
                Files.write(folder.resolve("half.pt"), java.util.Arrays.copyOf(whole, whole.length / 2)),
                "half.pt is no TorchScript archive");
    }

    @Test
    void anArchiveThatIsBrokenInsideIsRefused() throws IOException {
        refused(Modules.write(folder.resolve("code.pt"), Modules.files("x +")), "libtorch cannot load code.pt: ");
        refused(
                Modules.write(folder.resolve("op.pt"), Modules.files("torch.nothing(x)")),
                "libtorch cannot load op.pt: ");
        Map<String, String> files = Modules.files("x");
        files.put("data.pkl", "\u0080\u0002c__torch__\nNet\n)");
        refused(Modules.write(folder.resolve("pickle.pt"), files), "libtorch cannot load pickle.pt: ");
        files.put("data.pkl", "\u0080\u0002cos\nsystem\n)R.");
        refused(Modules.write(folder.resolve("system.pt"), files), "libtorch cannot load system.pt: ");
        files.remove("data.pkl");
        refused(Modules.write(folder.resolve("no-data.pt"), files), "libtorch cannot load no-data.pt: ");
    }

    @Test
    void aModuleWithoutForwardIsRefused() throws TensorModelException {
        refused(
                Modules.save(
                        folder.resolve("other.pt"),
                        Map.of("w", new float[][] {{1}}),
                        "def other(self, x):\n    return x\n"),
                "other.pt holds a module without a method forward");
    }

    @Test
    void whatIsNestedSoDeeplyThatItWouldEndTheProcessIsRefused() throws IOException {
        String parentheses = "(".repeat(200_000) + "x" + ")".repeat(200_000);
        refused(Modules.write(folder.resolve("deep.pt"), Modules.files(parentheses)), "nested too deeply");
        refused(
                Modules.write(folder.resolve("sum.pt"), Modules.files("x" + " + x".repeat(200_000))),
                "nested too deeply");
        var blocks = new StringBuilder();
        for (int depth = 0; depth < 3000; depth++) {
            blocks.append("if True:\n").repeat(" ", 2 * depth + 6);
        }
        refused(
                Modules.write(
                        folder.resolve("blocks.pt"), TorchScriptArchive.files("", "", blocks + "pass\n    return x")),
                "nested too deeply");
        Map<String, String> files = Modules.files("x");
        files.put("constants.pkl", "\u0080\u0002)" + "\u0085".repeat(3_000_000) + ".");
        refused(Modules.write(folder.resolve("tuples.pt"), files), "constants.pkl in tuples.pt is nested too deeply");
        files.put("constants.pkl", "\u0080\u0002" + "]".repeat(3_000_000) + "a".repeat(2_999_999) + "\u0085.");
        refused(Modules.write(folder.resolve("lists.pt"), files), "constants.pkl in lists.pt is nested too deeply");
    }

    @Test
    void anArchiveThatUnpacksToTooMuchIsRefused() throws IOException {
        Map<String, String> files = Modules.files("x");
        files.put("data/0", "\0".repeat(3 << 20));
        Path file = Modules.write(folder.resolve("bomb.pt"), files);

        assertThatThrownBy(() -> TorchScriptFile.check(file, 2 << 20))
                .isInstanceOf(TensorModelException.class)
                .hasMessage("bomb.pt unpacks to more than 2 MB, which is too large.");
    }
}
