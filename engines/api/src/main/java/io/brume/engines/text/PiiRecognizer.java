package io.brume.engines.text;

import io.brume.engines.Engine;
import java.util.List;

/** Finds personally identifiable information in text. */
public interface PiiRecognizer extends Engine {

    /** The findings in the order of the text; none overlaps another. */
    List<PiiMention> recognize(String text, String language);

    /** @param score the calibrated probability that bounds and type are right, 0 to 1 */
    record PiiMention(Span span, PiiType type, double score) {}

    /** The kinds of personally identifiable information, by the names that Amazon Comprehend gives them. */
    enum PiiType {
        BANK_ACCOUNT_NUMBER,
        BANK_ROUTING,
        CREDIT_DEBIT_NUMBER,
        CREDIT_DEBIT_CVV,
        CREDIT_DEBIT_EXPIRY,
        PIN,
        EMAIL,
        ADDRESS,
        NAME,
        PHONE,
        SSN,
        DATE_TIME,
        PASSPORT_NUMBER,
        DRIVER_ID,
        URL,
        AGE,
        USERNAME,
        PASSWORD,
        AWS_ACCESS_KEY,
        AWS_SECRET_KEY,
        IP_ADDRESS,
        MAC_ADDRESS,
        LICENSE_PLATE,
        VEHICLE_IDENTIFICATION_NUMBER,
        UK_NATIONAL_INSURANCE_NUMBER,
        CA_SOCIAL_INSURANCE_NUMBER,
        US_INDIVIDUAL_TAX_IDENTIFICATION_NUMBER,
        UK_UNIQUE_TAXPAYER_REFERENCE_NUMBER,
        IN_PERMANENT_ACCOUNT_NUMBER,
        IN_NREGA,
        INTERNATIONAL_BANK_ACCOUNT_NUMBER,
        SWIFT_CODE,
        UK_NATIONAL_HEALTH_SERVICE_NUMBER,
        CA_HEALTH_NUMBER,
        IN_AADHAAR,
        IN_VOTER_NUMBER
    }
}
