package cn.changzhutan.exchange.audit;

/** A question that cannot be answered as it is put. Holds no value of it. */
public final class QueryException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String pointer;
    private final String expected;
    private final String expectedZh;

    /** @param pointer JSON Pointer into the question */
    public QueryException(String pointer, String expected, String expectedZh) {
        super(pointer + " (expected: " + expected + ")", null, false, false);
        this.pointer = pointer;
        this.expected = expected;
        this.expectedZh = expectedZh;
    }

    public String pointer() {
        return pointer;
    }

    public String expected() {
        return expected;
    }

    public String expectedZh() {
        return expectedZh;
    }
}
