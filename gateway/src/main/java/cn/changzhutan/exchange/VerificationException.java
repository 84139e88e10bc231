package cn.changzhutan.exchange;

import java.util.regex.Pattern;

/**
 * Something that came from outside (a signature, an envelope, a proof, a checkpoint) is not what it claims to be. It is checked, so
 * that no caller can pass by it.
 *
 * <p>The message is English and for operators; it holds no personal data and no key. Programs branch on {@link #code()} alone.
 */
public final class VerificationException extends Exception {
    private static final long serialVersionUID = 1L;
    private static final Pattern CODE = Pattern.compile("[A-Z][A-Z0-9_]{2,63}");
    private final String code;

    /** @param code stable, upper case with underscores, for example {@code SIGNATURE_INVALID} */
    public VerificationException(String code, String message) {
        super(message);
        if (!CODE.matcher(code).matches()) {
            throw new IllegalArgumentException("verification code (expected: 3 to 64 characters of A-Z, 0-9, _)");
        }
        this.code = code;
    }

    public String code() {
        return code;
    }
}
