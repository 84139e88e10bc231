package cn.changzhutan.exchange.witness;

/**
 * An answer of a witness over HTTP.
 *
 * @param status 200, or what C2SP tlog-witness names
 * @param mediaType of the body
 * @param body UTF-8 text
 */
public record WitnessAnswer(int status, String mediaType, String body) {
    /** Of a 409: the size that the next request must begin from. */
    public static final String SIZE = "text/x.tlog.size";

    private static final String TEXT = "text/plain; charset=utf-8";

    static WitnessAnswer ok(String body) {
        return new WitnessAnswer(200, TEXT, body);
    }

    static WitnessAnswer conflict(long size) {
        return new WitnessAnswer(409, SIZE, size + "\n");
    }

    /** @param why for the operator of the log; names nothing but the log's own matters */
    static WitnessAnswer refused(int status, String why) {
        return new WitnessAnswer(status, TEXT, why + "\n");
    }
}
