package cn.changzhutan.exchange.pipeline;

/** The legal ground of an erasure, by article 47 of the Personal Information Protection Law. The names stand in the log. */
public enum ErasureGround {
    /** (1) The purpose has been achieved, cannot be achieved, or no longer needs the data. */
    PURPOSE_ENDED,
    /** (2) The retention period has ended. */
    RETENTION_ENDED,
    /** (3) The person has withdrawn consent. */
    CONSENT_WITHDRAWN,
    /** (4) The data were processed against law, regulation or agreement. */
    UNLAWFUL_PROCESSING,
    /** (5) Another law or regulation asks for it, or a court. */
    OTHER_LAW
}
