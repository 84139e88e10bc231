package cn.changzhutan.exchange.api;

/** Every answer other than success: what programs branch on. Each stands in openapi.yaml; a test holds both together. */
public enum ProblemCode {
    REQUEST_MALFORMED(400, "The request is not well-formed HTTP"),
    PARAMETER_MISSING(400, "A query parameter is missing"),
    PARAMETER_REPEATED(400, "A query parameter is given more than once"),
    PARAMETER_UNKNOWN(400, "The call has no such query parameter"),
    PARAMETER_INVALID(400, "A query parameter is not what is expected"),
    HEADER_MISSING(400, "A header is missing"),
    HEADER_REPEATED(400, "A header is given more than once"),
    HEADER_INVALID(400, "A header is not what is expected"),
    BODY_MISSING(400, "The body is empty"),
    BODY_MALFORMED(400, "The body cannot be read"),
    UNAUTHENTICATED(401, "A valid bearer token is needed"),
    NOT_YOUR_TYPE(403, "This system may not send this type of record"),
    NOT_AUTHORISED(403, "No sharing agreement allows this exchange"),
    ROLE_NOT_ALLOWED(403, "The token's role may not call this"),
    SECOND_USER_NEEDED(403, "Another user has to agree"),
    LOOPBACK_ONLY(403, "Only for callers on the same machine"),
    NOT_FOUND(404, "There is no such resource"),
    EXCHANGE_UNKNOWN(404, "This system has no such exchange"),
    ERASURE_UNKNOWN(404, "There is no such erasure"),
    METHOD_NOT_ALLOWED(405, "The resource does not have this method"),
    NOT_ACCEPTABLE(406, "The resource cannot be given in an accepted media type"),
    REQUEST_TIMEOUT(408, "The request did not arrive in time"),
    IDEMPOTENCY_CONFLICT(409, "The same message id was used before for something else"),
    ERASURE_DONE(409, "The erasure has been carried out"),
    BODY_TOO_LARGE(413, "The body is larger than allowed"),
    BATCH_TOO_LONG(413, "The batch has more records than allowed"),
    MEDIA_TYPE_UNSUPPORTED(415, "The media type of the body is not one that is taken here"),
    ENCODING_UNSUPPORTED(415, "The body is compressed or otherwise encoded"),
    RECORD_REFUSED(422, "The record does not pass the checks"),
    QUERY_TOO_BROAD(422, "The query takes the database too long"),
    OVER_CAPACITY(429, "The gateway is full for the moment"),
    INTERNAL(500, "The gateway failed"),
    LOG_UNAVAILABLE(503, "The exchange log cannot take records for the moment");

    private final int status;
    private final String title;

    ProblemCode(int status, String title) {
        this.status = status;
        this.title = title;
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    /** The {@code type} of RFC 9457 §3.1.1: a tag URI (RFC 4151), a name and not an address. */
    public String type() {
        return "tag:exchange.changzhutan.example,2026:problem:" + name();
    }

    /** Seconds after which a repeat makes sense, for {@code Retry-After}; 0 where it does not. */
    int retryAfterSeconds() {
        return switch (this) {
            case OVER_CAPACITY -> 2;
            case LOG_UNAVAILABLE -> 5;
            default -> 0;
        };
    }
}
