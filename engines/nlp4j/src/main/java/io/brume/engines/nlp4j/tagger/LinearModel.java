package io.brume.engines.nlp4j.tagger;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A linear classifier over sparse string features: the weights of each feature that are not zero.
 *
 * @param labels the classes
 * @param templates in the order of their numbers
 * @param features the keys of the features, {@link StringHash#feature}
 * @param start where each feature's weights begin; one more than there are features
 * @param label the class of each weight
 * @param weight half-precision in the file
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record LinearModel(
        List<String> labels, List<Template> templates, KeyTable features, int[] start, byte[] label, float[] weight) {

    /** A feature's recipe: the values of these fields, at these distances from the current word, joined. */
    public record Template(int number, List<Part> parts) {
        /** Whether its value hangs on the tags given to earlier words. */
        boolean dependsOn(Field tag) {
            return parts.stream().anyMatch(p -> p.field() == tag);
        }
    }

    public record Part(Field field, int distance) {}

    /** Adds a feature's weights to the classes' scores; does nothing for an unknown one. */
    void addScores(long feature, float[] scores) {
        int number = features.find(feature);
        if (number >= 0) {
            for (int i = start[number]; i < start[number + 1]; i++) {
                scores[label[i]] += weight[i];
            }
        }
    }

    public void write(DataOutput out) throws IOException {
        out.writeInt(labels.size());
        for (String name : labels) {
            out.writeUTF(name);
        }
        out.writeInt(templates.size());
        for (Template template : templates) {
            out.writeByte(template.number());
            out.writeByte(template.parts().size());
            for (Part part : template.parts()) {
                out.writeByte(part.field().ordinal());
                out.writeByte(part.distance());
            }
        }
        features.write(out);
        for (int i = 1; i < start.length; i++) {
            out.writeByte(start[i] - start[i - 1]);
        }
        out.write(label);
        for (float w : weight) {
            out.writeShort(Float.floatToFloat16(w));
        }
    }

    public static LinearModel read(DataInput in) throws IOException {
        List<String> labels = new ArrayList<>();
        for (int i = in.readInt(); i > 0; i--) {
            labels.add(in.readUTF());
        }
        List<Template> templates = new ArrayList<>();
        for (int i = in.readInt(); i > 0; i--) {
            int number = in.readUnsignedByte();
            List<Part> parts = new ArrayList<>();
            for (int p = in.readUnsignedByte(); p > 0; p--) {
                parts.add(new Part(Field.values()[in.readUnsignedByte()], in.readByte()));
            }
            templates.add(new Template(number, List.copyOf(parts)));
        }
        KeyTable features = KeyTable.read(in);
        int[] start = new int[features.size() + 1];
        byte[] counts = new byte[features.size()];
        in.readFully(counts);
        for (int i = 0; i < counts.length; i++) {
            start[i + 1] = start[i] + (counts[i] & 0xFF);
        }
        byte[] label = new byte[start[counts.length]];
        in.readFully(label);
        byte[] halves = new byte[2 * label.length];
        in.readFully(halves);
        float[] weight = new float[label.length];
        for (int i = 0; i < weight.length; i++) {
            weight[i] = Float.float16ToFloat((short) (halves[2 * i] << 8 | (halves[2 * i + 1] & 0xFF)));
        }
        return new LinearModel(List.copyOf(labels), List.copyOf(templates), features, start, label, weight);
    }
}
