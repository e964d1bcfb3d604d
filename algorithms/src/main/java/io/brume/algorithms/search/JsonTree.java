package io.brume.algorithms.search;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value that was read: members, elements, or the text of anything else. What is asked for and is not there, or is of
 * another kind, is an {@link IllegalArgumentException} that names it.
 */
record JsonTree(
        String name,
        @Nullable Map<String, JsonTree> members,
        @Nullable List<JsonTree> elements,
        @Nullable String scalar) {
    private static final JsonFactory JSON = new JsonFactory();

    static JsonTree of(String text) {
        try (var json = JSON.createParser(text)) {
            json.nextToken();
            JsonTree tree = read(json, "the document");
            if (json.nextToken() != null) {
                throw new IllegalArgumentException("something follows the document");
            }
            return tree;
        } catch (IOException e) {
            throw new IllegalArgumentException("it is not JSON", e);
        }
    }

    private static JsonTree read(JsonParser json, String name) throws IOException {
        if (json.currentToken() == JsonToken.START_OBJECT) {
            var members = new LinkedHashMap<String, JsonTree>();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String member = json.currentName();
                json.nextToken();
                members.put(member, read(json, member));
            }
            return new JsonTree(name, members, null, null);
        } else if (json.currentToken() == JsonToken.START_ARRAY) {
            var elements = new ArrayList<JsonTree>();
            while (json.nextToken() != JsonToken.END_ARRAY) {
                elements.add(read(json, name));
            }
            return new JsonTree(name, null, elements, null);
        }
        return new JsonTree(name, null, null, json.currentToken() == null ? null : json.getText());
    }

    boolean has(String member) {
        return members != null && members.containsKey(member);
    }

    JsonTree object(String member) {
        JsonTree found = members == null ? null : members.get(member);
        if (found == null) {
            throw new IllegalArgumentException(name + " lacks " + member);
        }
        return found;
    }

    List<JsonTree> list(String member) {
        return object(member).list();
    }

    List<JsonTree> list() {
        if (elements == null) {
            throw new IllegalArgumentException(name + " is no list");
        }
        return elements;
    }

    JsonTree at(int index) {
        if (index >= list().size()) {
            throw new IllegalArgumentException(name + " is too short");
        }
        return list().get(index);
    }

    String text(String member) {
        return object(member).text();
    }

    String text() {
        if (scalar == null) {
            throw new IllegalArgumentException(name + " is no text");
        }
        return scalar;
    }

    long whole(String member) {
        return object(member).whole();
    }

    long whole() {
        try {
            return Long.parseLong(text());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " is no whole number: " + text(), e);
        }
    }

    double number(String member) {
        return object(member).number();
    }

    double number() {
        try {
            return Double.parseDouble(text());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " is no number: " + text(), e);
        }
    }

    <E extends Enum<E>> E choice(String member, Class<E> type) {
        try {
            return Enum.valueOf(type, text(member).toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(member + " cannot be " + text(member), e);
        }
    }

    Map<String, String> texts(String member) {
        JsonTree object = object(member);
        if (object.members == null) {
            throw new IllegalArgumentException(member + " is no object");
        }
        var texts = new LinkedHashMap<String, String>();
        object.members.forEach((key, value) -> texts.put(key, value.text()));
        return texts;
    }
}
