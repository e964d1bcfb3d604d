package io.brume.engines.pii;

import io.brume.engines.text.PiiRecognizer.PiiType;
import io.brume.engines.text.Span;
import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Spanish names of persons, by given names and surnames known by heart, courtesy titles, and the words with which people introduce themselves. */
final class SpanishNames {

    private static final String CAP = "\\p{Lu}[\\p{L}\\p{M}'’-]{1,24}";
    private static final String LINK = "(?:de la |de los |de las |del |de |y |i )";
    private static final String NAME = CAP + "(?: " + LINK + "?" + CAP + "){0,4}";

    private static final Pattern SEQUENCE =
            Pattern.compile("(?<![\\p{L}\\p{M}@])(" + NAME + ")(?![\\p{L}])", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern TITLED = Pattern.compile(
            "(?<!\\p{L})(?:D\\.ª|D\\.|Dª|Don|don|Doña|doña|Sr\\.|Sra\\.|Srta\\.|Sres\\.|Señor|señor|Señora|señora|Señorita|Dr\\.|Dra\\.|doctora?|Doctora?|Lic\\.|Ing\\.|Prof\\.|profesora?|Excmo\\.) (?:(?:D\\.ª|D\\.|Don|Doña) )?("
                    + NAME + ")(?!\\p{L})",
            Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern INTRODUCED = Pattern.compile(
            "(?:\\b(?:[Mm]e llamo|[Ss]e llama|[Ss]oy|[Mm]i nombre es|[Ss]u nombre es|[Ll]es habla|[Tt]e habla|[Hh]abla|[Aa] nombre de|[Pp]aciente|[Tt]itular(?: es)?|[Ff]irmado(?: por)?|[Aa]tentamente|[Aa]tte\\.|[Uu]n saludo|[Uu]n abrazo|[Ss]aludos|[Bb]esos|[Gg]racias|[Hh]ola|[Bb]uenas|[Oo]ye|[Qq]uerid[oa]|[Ee]stimad[oa]|[Hh]ij[oa]|[Ee]spos[oa]|[Mm]arido|[Mm]ujer|[Hh]erman[oa]|[Mm]adre|[Pp]adre|[Aa]mig[oa]|[Vv]ecin[oa]|[Jj]ef[ea]|[Nn]iñ[oa]|[Aa]buel[oa]|[Tt]í[oa]|[Pp]rim[oa]|[Cc]ompañer[oa]|[Aa]rrendatari[oa]|[Aa]rrendador[a]?|[Cc]ontacto|[Aa]tendid[oa] por|[Rr]emitente|[Dd]estinatari[oa]|[Bb]eneficiari[oa]|[Cc]on)[,:]? |\\b(?:[Ff]do\\.:|[Ff]irma:|Nombre(?: completo| y apellidos)?:|Apellidos?:|Titular:|Conductor(?: habitual)?:|Paciente:|Cliente:|Contacto:|Beneficiario:|Solicitante:|Tutor(?:a)?:|De:|Para:|Remitente:|Destinatario:|Nombre de la madre:|Nombre del padre:) ?)(?:(?:D\\.ª|D\\.|Don|Doña|Sr\\.|Sra\\.) )?("
                    + NAME + ")(?!\\p{L})",
            Pattern.UNICODE_CHARACTER_CLASS);
    /** Capitalized words that begin sentences, and names of other things. */
    private static final Set<String> NOT_NAMES = Set.of(
            "Hola",
            "Buenas",
            "Buenos",
            "Le",
            "Les",
            "Me",
            "Mi",
            "Su",
            "Sus",
            "El",
            "La",
            "Los",
            "Las",
            "Un",
            "Una",
            "De",
            "Para",
            "Por",
            "Con",
            "Sin",
            "No",
            "Se",
            "Es",
            "Si",
            "Sí",
            "Ya",
            "Que",
            "Qué",
            "Cuándo",
            "Dónde",
            "Cómo",
            "Calle",
            "Avenida",
            "Plaza",
            "Paseo",
            "Banco",
            "Hospital",
            "Clínica",
            "Colegio",
            "Universidad",
            "Ayuntamiento",
            "Juzgado",
            "Registro",
            "Seguros",
            "Hilaturas",
            "Pinturas",
            "Talleres",
            "Restaurante",
            "Bar",
            "Hotel",
            "Cliente",
            "Estimado",
            "Estimada",
            "Titular",
            "Paciente",
            "Navidad",
            "Enero",
            "Lunes",
            "Martes",
            "España",
            "México",
            "Gracias",
            "Adjunto",
            "Atentamente",
            "Atte",
            "IBAN",
            "SWIFT",
            "BIC",
            "PIN",
            "CVV",
            "DNI",
            "NIF",
            "NIE",
            "PDF",
            "URL",
            "Netflix",
            "Google",
            "WhatsApp",
            "Amazon",
            "Visa",
            "Mastercard",
            "Bizum",
            "Hacienda",
            "Correos",
            "Renfe",
            "Iberia",
            "Departamento",
            "Servicio",
            "Atención",
            "Equipo",
            "Dirección",
            "Administración",
            "Recursos",
            "Soporte",
            "Grupo",
            "Gestoría",
            "Farmacia",
            "Librería",
            "Panadería",
            "Inmobiliaria",
            "Asociación",
            "Cooperativa",
            "Señores",
            "Todos",
            "Usted",
            "Yo",
            "Tu",
            "Tú",
            "Soy",
            "Ana’s");

    private final Map<String, Set<String>> lists = new HashMap<>();

    private SpanishNames() {}

    static SpanishNames load() throws IOException {
        SpanishNames names = new SpanishNames();
        try (InputStream in = SpanishNames.class.getResourceAsStream("spanish-names.txt")) {
            if (in == null) {
                throw new FileNotFoundException("spanish-names.txt");
            }
            Set<String> list = new HashSet<>();
            for (String line : new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .toList()) {
                if (line.matches("[A-Z]+")) {
                    list = names.lists.computeIfAbsent(line, k -> new HashSet<>());
                } else if (!line.startsWith("#") && !line.isBlank()) {
                    list.addAll(List.of(line.split(" ", -1)));
                }
            }
        }
        return names;
    }

    private boolean is(String list, String word) {
        return lists.getOrDefault(list, Set.of()).contains(word);
    }

    void find(String text, List<Finding> into) {
        add(TITLED, "titled", text, into);
        add(INTRODUCED, "introduced", text, into);
        Matcher matcher = SEQUENCE.matcher(text);
        while (matcher.find()) {
            String[] words = matcher.group(1).split(" ", -1);
            int first = 0;
            while (first < words.length && !is("GIVEN", words[first])) {
                first++;
            }
            if (first == words.length) {
                continue;
            }
            int begin = matcher.start(1);
            for (int i = 0; i < first; i++) {
                begin += words[i].length() + 1;
            }
            int surnames = words.length - first - 1;
            boolean town = is("TOWN", words[first]) && surnames == 0;
            boolean known = surnames > 0 && is("SURNAME", words[words.length - 1]);
            if (!town && (surnames > 0 || first == 0 || !is("TOWN", words[first]))) {
                into.add(new Finding(
                        new Span(begin, matcher.end(1)),
                        PiiType.NAME,
                        known ? "NAME/es-given-surname" : surnames > 0 ? "NAME/es-given-unknown" : "NAME/es-given",
                        1));
            }
        }
        for (Matcher town = SEQUENCE.matcher(text); town.find(); ) {
            if (is("TOWN", town.group(1)) && !is("GIVEN", town.group(1))) {
                into.add(new Finding(new Span(town.start(1), town.end(1)), PiiType.ADDRESS, "ADDRESS/es-town", 0));
            }
        }
    }

    private static void add(Pattern pattern, String how, String text, List<Finding> into) {
        Matcher matcher = pattern.matcher(text);
        int from = 0;
        while (from < text.length() && matcher.find(from)) {
            from = Math.max(matcher.start(1), from + 1);
            String[] words = matcher.group(1).split(" ", -1);
            int length = 0;
            for (String word : words) {
                if (NOT_NAMES.contains(word)) {
                    break;
                }
                length += word.length() + 1;
            }
            if (length > 0) {
                String name =
                        matcher.group(1).substring(0, length - 1).replaceAll("(?: (?:de|la|del|los|las|y|i))+$", "");
                into.add(new Finding(
                        new Span(matcher.start(1), matcher.start(1) + name.length()),
                        PiiType.NAME,
                        "NAME/es-" + how,
                        2));
                from = matcher.start(1) + name.length();
            }
        }
    }
}
