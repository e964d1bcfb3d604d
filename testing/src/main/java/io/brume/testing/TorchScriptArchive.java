package io.brume.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** TorchScript archives whose files are few enough to be written by hand, without libtorch. */
public final class TorchScriptArchive {

    private TorchScriptArchive() {}

    /**
     * The files of a module, as libtorch writes one, by their names in the archive's folder.
     *
     * @param attribute its declaration; may be empty
     * @param pickled the attribute's name and value
     * @param body of {@code forward}, which has the argument {@code x}
     */
    public static Map<String, String> files(String attribute, String pickled, String body) {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("version", "3\n");
        files.put("constants.pkl", "\u0080\u0002).");
        files.put("data.pkl", "\u0080\u0002c__torch__\nNet\n)\u0081}" + pickled + "b.");
        files.put("code/__torch__.py", """
                class Net(Module):
                  __parameters__ = []
                  __buffers__ = []
                  %s
                  def forward(self: __torch__.Net,
                    x: Tensor) -> Tensor:
                    %s
                """.formatted(attribute, body));
        return files;
    }

    /** The archive; texts are bytes in ISO 8859-1. */
    public static byte[] of(Map<String, String> files) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (var file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry("net/" + file.getKey()));
                zip.write(file.getValue().getBytes(StandardCharsets.ISO_8859_1));
            }
        }
        return bytes.toByteArray();
    }
}
