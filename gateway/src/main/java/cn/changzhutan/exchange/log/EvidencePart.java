package cn.changzhutan.exchange.log;

/** What a bundle of evidence shows of one exchange, each part a leaf with its proof. */
public enum EvidencePart {
    /** The sending city took the record. */
    ACCEPTED("accepted"),
    /** The receiving city has it and has checked it. */
    RECEIVED("received"),
    /** The receiving city's back office took it, or gave it back. */
    CLOSED("closed"),
    /** The sending city verified the receiver's leaf. */
    RECEIPT("receipt");

    private final String name;

    EvidencePart(String name) {
        this.name = name;
    }

    /** Name of the file with the leaf's exact bytes. */
    public String leafFile() {
        return name + ".json";
    }

    /** Name of the file with its C2SP tlog-proof. */
    public String proofFile() {
        return name + ".tlog-proof";
    }

    /** Whether the leaf stands in the sending city's log; else in the receiving city's. */
    public boolean isOfSender() {
        return this == ACCEPTED || this == RECEIPT;
    }

    /** Whether a leaf of this event may be this part. */
    public boolean isShownBy(LogEvent event) {
        return switch (this) {
            case ACCEPTED -> event == LogEvent.ACCEPTED;
            case RECEIVED -> event == LogEvent.RECEIVED;
            case CLOSED -> event == LogEvent.DELIVERED || event == LogEvent.RETURNED;
            case RECEIPT -> event == LogEvent.RECEIPT;
        };
    }
}
