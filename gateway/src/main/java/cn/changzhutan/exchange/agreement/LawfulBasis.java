package cn.changzhutan.exchange.agreement;

/** On which ground of the Personal Information Protection Law, article 13, the data is provided. */
public enum LawfulBasis {
    /** Article 13(3): necessary for a statutory duty. */
    STATUTORY_DUTY,
    /** Article 13(1) and 29: separate consent, of which the record carries the evidence. */
    CONSENT
}
