package cn.changzhutan.exchange.api;

import cn.changzhutan.exchange.Submission;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/** Which form a body has, by its Content-Type. There is no guessing: a type that is not known here is answered 415. */
final class MediaTypes {
    static final String SHARED = "application/vnd.changzhutan.shared+json";
    static final String SHARED_LINES = "application/vnd.changzhutan.shared+x-ndjson";
    static final String LINES = "application/x-ndjson";

    /** How a batch is cut into records. */
    enum BatchForm {
        /** A line of JSON a record, in the shared form. */
        SHARED_LINES,
        /** A line of JSON a record, in the city's own JSON form. */
        NATIVE_LINES,
        /** One document of many records in the city's own form. */
        DOCUMENT
    }

    private MediaTypes() {}

    /** The form of one record. */
    static Submission.Form ofRecord(HttpServletRequest request, String nativeType) {
        Optional<MediaType> given = given(request);
        if (given.filter(type -> matches(type, MediaType.parseMediaType(SHARED)))
                .isPresent()) {
            return Submission.Form.SHARED;
        }
        if (given.filter(type -> matches(type, MediaType.parseMediaType(nativeType)))
                .isPresent()) {
            return Submission.Form.NATIVE;
        }
        throw unsupported(nativeType + " or " + SHARED);
    }

    static BatchForm ofBatch(HttpServletRequest request, String nativeType) {
        Optional<MediaType> given = given(request);
        MediaType ofCity = MediaType.parseMediaType(nativeType);
        if (given.filter(type -> matches(type, MediaType.parseMediaType(SHARED_LINES)))
                .isPresent()) {
            return BatchForm.SHARED_LINES;
        }
        if (isJson(ofCity)
                && given.filter(type -> matches(type, MediaType.parseMediaType(LINES)))
                        .isPresent()) {
            return BatchForm.NATIVE_LINES;
        }
        if (given.filter(type -> matches(type, ofCity)).isPresent()) {
            return BatchForm.DOCUMENT;
        }
        throw unsupported(nativeType + (isJson(ofCity) ? ", " + LINES : "") + " or " + SHARED_LINES);
    }

    /** For calls whose body is plain JSON. */
    static void requireJson(HttpServletRequest request) {
        if (given(request)
                .filter(type -> matches(type, MediaType.APPLICATION_JSON))
                .isEmpty()) {
            throw unsupported(MediaType.APPLICATION_JSON_VALUE);
        }
    }

    private static Optional<MediaType> given(HttpServletRequest request) {
        try {
            return ExchangeHeaders.single(request, "Content-Type").map(MediaType::parseMediaType);
        } catch (InvalidMediaTypeException e) {
            return Optional.empty();
        }
    }

    /** The same type, or the general one of the same syntax, in the same charset; an unnamed charset is the expected one. */
    private static boolean matches(MediaType given, MediaType expected) {
        boolean sameType = given.equalsTypeAndSubtype(expected)
                || (isJson(expected)
                        && !expected.equalsTypeAndSubtype(MediaType.parseMediaType(SHARED))
                        && given.equalsTypeAndSubtype(MediaType.APPLICATION_JSON))
                || (isXml(expected)
                        && (given.equalsTypeAndSubtype(MediaType.APPLICATION_XML)
                                || given.equalsTypeAndSubtype(MediaType.TEXT_XML)));
        return sameType
                && (given.getParameter("charset") == null || charset(given).equals(charset(expected)));
    }

    private static Charset charset(MediaType type) {
        Charset charset = type.getCharset();
        return charset == null ? StandardCharsets.UTF_8 : charset;
    }

    private static boolean isJson(MediaType type) {
        return type.getSubtype().equals("json") || type.getSubtype().endsWith("+json");
    }

    private static boolean isXml(MediaType type) {
        return type.getSubtype().equals("xml") || type.getSubtype().endsWith("+xml");
    }

    private static ApiProblem unsupported(String expected) {
        return ApiProblem.of(
                ProblemCode.MEDIA_TYPE_UNSUPPORTED,
                "Content-Type",
                "send Content-Type " + expected,
                "Content-Type 应为 " + expected);
    }
}
