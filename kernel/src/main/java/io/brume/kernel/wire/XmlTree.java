package io.brume.kernel.wire;

import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** An XML element with its children, names without prefixes. */
public record XmlTree(String name, Map<String, String> attributes, List<XmlTree> children, StringBuilder text) {

    private static final XMLInputFactory FACTORY = factory();

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        return factory;
    }

    /**
     * The root of a document.
     *
     * @throws Fault when it is not well-formed, is nested too deeply, or has a document type
     */
    public static XmlTree parse(byte[] document, int maxDepth) {
        try {
            // As text, since the parser reports bytes that are no UTF-8 on the error stream.
            XMLStreamReader reader = FACTORY.createXMLStreamReader(new StringReader(IncomingRequest.text(document)));
            Deque<XmlTree> open = new ArrayDeque<>();
            XmlTree root = null;
            while (reader.hasNext()) {
                switch (reader.next()) {
                    case XMLStreamConstants.START_ELEMENT -> {
                        XmlTree element = element(reader);
                        if (open.isEmpty()) {
                            root = element;
                        } else {
                            open.peek().children.add(element);
                        }
                        open.push(element);
                        if (open.size() > maxDepth) {
                            throw malformed();
                        }
                    }
                    case XMLStreamConstants.END_ELEMENT -> open.pop();
                    case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                        if (!open.isEmpty()) {
                            open.peek().text.append(reader.getText());
                        }
                    }
                    case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE -> throw malformed();
                    default -> {}
                }
            }
            if (root == null) {
                throw malformed();
            }
            return root;
        } catch (XMLStreamException | RuntimeException e) {
            throw e instanceof Fault fault ? fault : malformed();
        }
    }

    private static XmlTree element(XMLStreamReader reader) {
        Map<String, String> attributes = new HashMap<>();
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            attributes.put(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
        }
        return new XmlTree(reader.getLocalName(), attributes, new ArrayList<>(), new StringBuilder());
    }

    private static Fault malformed() {
        return Fault.serialization(
                "The XML you provided was not well-formed or did not validate against our published schema");
    }

    /** The children of that name. */
    public List<XmlTree> named(String name) {
        return children.stream().filter(child -> child.name.equals(name)).toList();
    }
}
