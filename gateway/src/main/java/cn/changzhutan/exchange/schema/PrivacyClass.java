package cn.changzhutan.exchange.schema;

/** How sensitive a field is, as its schema says in {@code x-privacy}. */
public enum PrivacyClass {
    /** Public. */
    P0,
    /** Internal to the administration. */
    P1,
    /** Personal. */
    P2,
    /** Sensitive personal: medical, financial account. Every personal field of a person under 14 counts as P3 besides. */
    P3
}
