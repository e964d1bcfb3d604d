package io.brume.engines.pii;

import io.brume.engines.text.EntityRecognizer;
import io.brume.engines.text.EntityRecognizer.EntityMention;
import io.brume.engines.text.EntityRecognizer.EntityType;
import io.brume.engines.text.PiiRecognizer.PiiType;
import io.brume.engines.text.Span;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** English names of persons and places: what the entity recognizer sees, and what titles, labels and greetings announce. */
final class EnglishNames {

    private static final String CAP = "\\p{Lu}[\\p{L}\\p{M}]*(?:['’-]\\p{L}[\\p{L}\\p{M}]*){0,3}";
    private static final String NAME = CAP + "(?: (?:\\p{Lu}\\.|(?:van|von|de|der|del|bin|al|el|da|di|la|le|Mc|O['’]) ?"
            + CAP + "|" + CAP + ")){0,4}";

    private static final Pattern TITLED = Pattern.compile(
            "(?<!\\p{L})(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Dame|Madam|Nurse|Rev|Reverend|Sister|Fr|Capt|Captain|Sgt|Judge|Councillor|Cllr)\\.? ("
                    + NAME + ")(?!\\p{L})",
            Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern LABELLED = Pattern.compile(
            "(?im:^|[.;,\\n(] ?|\\b)(?i:(?:full |first |last |given |family |maiden |middle |legal |patient |customer |cardholder |account holder |applicant |father['’]?s |mother['’]?s |relation['’]?s |guardian['’]?s |spouse['’]?s )?names?(?: (?:as printed|on (?:card|licen[sc]e|account|file)|of (?:applicant|patient|account holder)))?|surname|forenames?|given names|head of household|emergency contact|next of kin|beneficiary|guarantor|patient|applicant|signed|contact|attn|attention|from|to|cc|seller|buyer|landlord|tenant|holder|cardholder|employee|witness|referral for|prepared by|signed by)(?: is)?[:=] ?(?:(?:Mr|Mrs|Ms|Dr|Miss)\\.? )?("
                    + NAME + ")(?!\\p{L})",
            Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern INTRODUCED = Pattern.compile(
            "(?:\\b(?:[Mm]y name is|[Mm]y name['’]s|[Tt]his is|I am|I['’]m|[Ii]t['’]s|[Nn]ame['’]s|in the name of|on behalf of|signed for by|care of|c/o|[Rr]eferral for|parcel for|[Rr]egards,|[Tt]hanks,|[Ss]incerely,|[Yy]ours,|[Cc]heers,|[Bb]est,|[Ll]ove,|[Bb]est wishes,|[Kk]ind regards,|[Dd]ear|[Hh]i|[Hh]ello|[Hh]ey|[Mm]other|[Ff]ather|[Dd]aughter|[Ss]on|[Ww]ife|[Hh]usband|[Pp]artner,?|[Nn]ephew|[Nn]iece|[Gg]randad|[Gg]randma|[Gg]randpa|[Bb]rother|[Ss]ister|[Cc]ousin|[Uu]ncle|[Aa]unt|[Cc]ustomer|[Ss]eller|[Bb]uyer|[Pp]atient|[Tt]enant|[Gg]uarantor|[Bb]eneficiary|[Ee]mployee|[Aa]pplicant|[Aa]sk|[Ss]ee|between [\\p{L} ,.]{3,60} and))[ \\n]{1,2}(?:(?:Mr|Mrs|Ms|Dr|Miss)\\.? )?("
                    + NAME + ")(?!\\p{L})",
            Pattern.UNICODE_CHARACTER_CLASS);
    private static final Set<String> NOT_NAMES = Set.of(
            "All",
            "Team",
            "Sir",
            "Madam",
            "Customer",
            "There",
            "Everyone",
            "Colleague",
            "Support",
            "The",
            "This",
            "That",
            "Your",
            "My",
            "Our",
            "Ms",
            "Mr",
            "Mrs",
            "Dr",
            "I",
            "In",
            "At",
            "On",
            "If",
            "It",
            "And",
            "Or",
            "To",
            "For",
            "From",
            "Please",
            "Thanks",
            "Thank",
            "We",
            "You",
            "Valued",
            "Folks",
            "Name",
            "Number",
            "Date",
            "Phone",
            "Email",
            "Address",
            "Account",
            "Box",
            "Bank",
            "Team.",
            "Sirs",
            "Not",
            "No",
            "Yes",
            "A",
            "An",
            "Here",
            "Call",
            "Regards",
            "Still",
            "Just",
            "Also",
            "Visa",
            "Mastercard",
            "American",
            "Discover",
            "English",
            "Friday",
            "Monday",
            "Saturday",
            "Sunday",
            "Tuesday",
            "Wednesday",
            "Thursday");
    private static final Set<String> ORGANIZATION_WORDS = Set.of(
            "Ltd",
            "LLC",
            "LLP",
            "Inc",
            "Team",
            "Bank",
            "Clinic",
            "Hospital",
            "School",
            "University",
            "Lettings",
            "Analytics",
            "Homes",
            "Gas",
            "Street",
            "Road",
            "Lane",
            "Avenue",
            "Close",
            "Department",
            "Dept",
            "Office",
            "Act",
            "Policy",
            "Agreement",
            "Services",
            "Group",
            "Company",
            "Brothers",
            "Form",
            "Express",
            "Daughters",
            "Sons",
            "Ward",
            "House",
            "Bakery");

    private final @Nullable EntityRecognizer entities;

    /** @param entities null when no engine finds English entities */
    EnglishNames(@Nullable EntityRecognizer entities) {
        this.entities = entities;
    }

    void find(String text, List<Finding> into) {
        add(TITLED, "titled", 2, text, into);
        add(LABELLED, "labelled", 2, text, into);
        add(INTRODUCED, "introduced", 1, text, into);
        if (entities == null) {
            return;
        }
        for (EntityMention mention : entities.recognize(text, "en")) {
            String level = mention.score() >= 0.9 ? "sure" : mention.score() >= 0.75 ? "likely" : "doubtful";
            Span span = mention.type() == EntityType.PERSON ? withoutRole(text, mention.span()) : mention.span();
            String surface = span.of(text);
            if (mention.type() == EntityType.PERSON && isNameLike(surface)) {
                into.add(new Finding(span, PiiType.NAME, "NAME/entity-" + level, 1));
            } else if (mention.type() == EntityType.LOCATION
                    && !NOT_HOME.matcher(surface).matches()) {
                boolean digits = surface.chars().anyMatch(Character::isDigit);
                into.add(new Finding(
                        mention.span(),
                        PiiType.ADDRESS,
                        (digits ? "ADDRESS/entity-street-" : "ADDRESS/entity-") + level,
                        digits ? 1 : 0));
            }
        }
    }

    private static final Pattern NOT_HOME = Pattern.compile(
            "(?i)(?:UK|US|USA|U\\.S\\.|United States|United Kingdom|England|Scotland|Wales|Ireland|Canada|India|France|Germany|Spain|Italy|Europe|Asia|Africa|Earth|Mars|Moon|Sun|[A-Z]{2}|.*\\b(?:bank|team|branch)\\b.*)",
            Pattern.UNICODE_CHARACTER_CLASS);

    private static final Pattern ROLE = Pattern.compile(
            "^(?:(?:Seller|Buyer|Customer|Patient|Mother|Father|Daughter|Son|Wife|Husband|Partner|Tenant|Landlord|Guarantor|Applicant|Employee|Client|Agent|Witness|Emergency|Contact|Holder|Surname|Name) )+");
    private static final Pattern SENTENCE_WORD =
            Pattern.compile("(?:^|.* )(?:She|He|They|It|The|This|Her|His|And|Please|Call|My)(?: .*|$)");

    private static Span withoutRole(String text, Span span) {
        Matcher role = ROLE.matcher(span.of(text));
        return role.find() ? new Span(span.begin() + role.end(), span.end()) : span;
    }

    private static boolean isNameLike(String surface) {
        boolean small = surface.codePoints().anyMatch(Character::isLowerCase);
        return surface.codePoints().noneMatch(Character::isDigit)
                && surface.length() > 1
                && !NOT_NAMES.contains(surface)
                && !SENTENCE_WORD.matcher(surface).matches()
                && (small || surface.indexOf(' ') > 0);
    }

    private static void add(Pattern pattern, String how, int strength, String text, List<Finding> into) {
        Matcher matcher = pattern.matcher(text);
        int from = 0;
        while (from < text.length() && matcher.find(from)) {
            String name = matcher.group(1);
            int begin = matcher.start(1);
            from = Math.max(begin, from + 1);
            if (name.endsWith("'s") || name.endsWith("’s")) {
                name = name.substring(0, name.length() - 2);
            }
            String[] words = name.split(" ", -1);
            boolean organization = false;
            for (String word : words) {
                organization |= ORGANIZATION_WORDS.contains(word);
            }
            boolean initials = name.length() > 1
                    && name.equals(name.toUpperCase(java.util.Locale.ROOT))
                    && how.equals("introduced");
            if (!NOT_NAMES.contains(words[0]) && !organization && !initials && name.length() > 1) {
                into.add(new Finding(new Span(begin, begin + name.length()), PiiType.NAME, "NAME/en-" + how, strength));
                from = matcher.end(1);
            }
        }
    }
}
