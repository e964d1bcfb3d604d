package io.brume.engines.nlp4j;

import io.brume.engines.text.EntityRecognizer.EntityType;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The words by which a name tells what it names: "... Festival", "Mount ...", "... GmbH". */
final class HeadWords {

    private static final Map<String, EntityType> LAST = new HashMap<>();
    private static final Map<String, EntityType> FIRST = new HashMap<>();

    static {
        put(
                LAST,
                EntityType.ORGANIZATION,
                "Lines Ltd Ltd. Limited LLP LLC Inc Inc. Corp Corp. Corporation Company Co Co. plc PLC GmbH AG SE SA S.A. SpA S.p.A. NV N.V. BV B.V. AB ASA Oy KG CIC Group Holdings Bank University College School Academy Institute Hospital Clinic Clinics Council Ministry Department Agency Bureau Association Foundation Charity Society Union Press Records Pictures Studios Airlines Airways Railways Motors Partners Advisory Advisors Associates Industries Technologies Systems Solutions Services Logistics Shipping Freight Couriers Pharma Pharmaceuticals Laboratories Labs Insurance Mutual Trust Committee Commission Authority Federation Club FC United Rovers Wanderers Athletic Albion Party Parliament Congress Senate Times Tribune Herald Gazette Café Cafe Bakery Brewery Bistro Kitchen Pizzeria Restaurant Grill Diner Books Bookshop Orchestra Philharmonic Choir Traders Trading Mining Capital Ventures Investments Securities Properties Realty Lettings Energy Electric Gas Oil Petroleum Steel Cement Foods Farms Dairy Textiles Analytics Software Networks Telecom Media Broadcasting Publishing Publishers Entertainment Consulting Consultants Solicitors Chambers Police Constabulary Army Navy Guard Rescue Ombudsman Museum");
        put(
                FIRST,
                EntityType.ORGANIZATION,
                "University College Institute Ministry Department Bank Bureau Office Church Trattoria Osteria Ristorante Pizzeria Restaurant Café Cafe Brasserie FC AC AS SC Borussia Bayer Dynamo Sporting Deutsche Banco Banque Banca House Society League");
        put(
                LAST,
                EntityType.LOCATION,
                "Street St Road Rd Avenue Ave Lane Drive Court Place Square Crescent Terrace Boulevard Row Mews Wharf Quay Park Gardens Garden Zoo Bridge Tunnel Tower Castle Palace Airport Station Stadium Arena Hotel Hostel Hall Cathedral Abbey Mosque Synagogue Monastery River Creek Lake Sea Ocean Bay Gulf Island Islands Isles Mountain Mountains Valley Desert Canyon Crater Peninsula Peak Ridge Beach Coast Falls Forest Woods Bazaar Harbour Harbor Port Pier Dock County Province Prefecture Canal Strait Straits Channel Glacier Reef Volcano Plaza Mall Centre Center Heights Hills Springs Junction Plateau Basin Delta Archipelago Fjord Moor Heath Common Cemetery Prison Lighthouse Observatory Republic Kingdom Nebula Galaxy Field Fields Way");
        put(
                FIRST,
                EntityType.LOCATION,
                "Mount Mt Mt. Lake Cape Fort Isle Gulf Bay Strait River Piazza Plaza Place Rue Via Calle Avenida Hotel Château Castle Loch Glen Port Lac Monte Sierra Rio Río");
        put(
                LAST,
                EntityType.EVENT,
                "Festival War Wars Cup Olympics Paralympics Games Championship Championships Open Marathon Prix Regatta Conference Summit Expo Biennale Derby Masters Tournament Invitational Election Elections Referendum Revolution Uprising Riots Massacre Earthquake Tsunami Eclipse Awards Parade Carnival Rally Classic Playoffs Bowl Hackathon Symposium Congress Fair Fringe Gala Jubilee Coronation Nations");
        put(FIRST, EntityType.EVENT, "Storm Hurricane Cyclone Typhoon Battle Siege Tour Operation");
        put(
                LAST,
                EntityType.OTHER,
                "Act Regulation Directive Treaty Convention Protocol Constitution Amendment Bill Ordinance");
        put(FIRST, EntityType.OTHER, "Treaty Convention");
    }

    private HeadWords() {}

    private static void put(Map<String, EntityType> map, EntityType type, String words) {
        for (String word : words.split(" ", -1)) {
            map.putIfAbsent(word, type);
        }
    }

    static @Nullable EntityType last(String word) {
        EntityType type = LAST.get(word);
        return type == null && word.length() > 5 && (word.endsWith("Conf") || word.endsWith("Fest"))
                ? EntityType.EVENT
                : type;
    }

    /** @param next the word after it: "University of", "Mount Etna" */
    static @Nullable EntityType first(String word, String next) {
        EntityType type = FIRST.get(word);
        boolean takesOf = switch (word) {
            case "University",
                    "College",
                    "Institute",
                    "Ministry",
                    "Department",
                    "Bank",
                    "Bureau",
                    "Office",
                    "Church",
                    "House",
                    "Society",
                    "League",
                    "Isle",
                    "Gulf",
                    "Bay",
                    "Strait",
                    "Battle",
                    "Siege",
                    "Treaty",
                    "Convention" -> true;
            default -> false;
        };
        return type == null || takesOf == (next.equals("of") || next.equals("for") || next.equals("on")) ? type : null;
    }
}
