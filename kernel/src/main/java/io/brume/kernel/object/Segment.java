package io.brume.kernel.object;

import java.util.ArrayList;
import java.util.List;

/** Bytes of a blob that are a part of some content. */
public record Segment(String id, long offset, long length) {

    /** The part of a content that begins at an offset, as segments of the same blobs. */
    public static List<Segment> slice(List<Segment> content, long offset, long length) {
        List<Segment> slice = new ArrayList<>();
        long skip = offset;
        long left = length;
        for (Segment segment : content) {
            if (left == 0) {
                break;
            }
            if (skip >= segment.length) {
                skip -= segment.length;
                continue;
            }
            long taken = Math.min(left, segment.length - skip);
            slice.add(new Segment(segment.id, segment.offset + skip, taken));
            left -= taken;
            skip = 0;
        }
        if (left > 0) {
            throw new IllegalArgumentException("the content ends before " + (offset + length));
        }
        return slice;
    }

    /** Segments as one text, to be kept in a column. */
    public static String write(List<Segment> content) {
        var text = new StringBuilder();
        for (Segment segment : content) {
            if (!text.isEmpty()) {
                text.append(' ');
            }
            text.append(segment.id)
                    .append(':')
                    .append(segment.offset)
                    .append(':')
                    .append(segment.length);
        }
        return text.toString();
    }

    public static List<Segment> read(String text) {
        List<Segment> content = new ArrayList<>();
        for (int start = 0; start < text.length(); ) {
            int end = text.indexOf(' ', start);
            end = end < 0 ? text.length() : end;
            int first = text.indexOf(':', start);
            int second = text.indexOf(':', first + 1);
            content.add(new Segment(
                    text.substring(start, first),
                    Long.parseLong(text, first + 1, second, 10),
                    Long.parseLong(text, second + 1, end, 10)));
            start = end + 1;
        }
        return content;
    }
}
