package cn.changzhutan.exchange.log;

import cn.changzhutan.exchange.VerificationException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A text and signature lines under it, C2SP signed-note. Parsing says nothing of who signed: the text is to be looked at only after
 * {@link NotePolicy#verify}. Immutable and thread-safe.
 *
 * @param text ends with a newline, which is signed as well
 * @param lines at least one, at most {@value #MAX_LINES}
 */
record SignedNote(String text, List<Line> lines) {
    /** Longest note in bytes: room for 16 signatures of the largest post-quantum kinds. */
    static final int MAX_BYTES = 131_072;

    static final int MAX_LINES = 32;
    static final String MALFORMED = "NOTE_MALFORMED";
    private static final String DASH = "\u2014 ";
    private static final int ID_LENGTH = 4;

    /** One signature line. @param signature without the key id before it; not to be changed */
    record Line(String name, int keyId, byte[] signature) {
        String toText() {
            byte[] idAndSignature = ByteBuffer.allocate(ID_LENGTH + signature.length)
                    .putInt(keyId)
                    .put(signature)
                    .array();
            return DASH + name + " " + Base64.getEncoder().encodeToString(idAndSignature) + "\n";
        }
    }

    SignedNote {
        lines = List.copyOf(lines);
    }

    /** @throws VerificationException {@code NOTE_MALFORMED} */
    static SignedNote parse(String note) throws VerificationException {
        TextLines all = new TextLines(MALFORMED, note);
        if (note.length() > MAX_BYTES) {
            throw all.malformed("longer than " + MAX_BYTES + " characters");
        }
        requireCharacters(note, all);
        int blank = note.lastIndexOf("\n\n");
        if (blank < 0) {
            throw all.malformed("no empty line before the signatures");
        }
        String signatures = note.substring(blank + 2);
        if (!signatures.endsWith("\n")) {
            throw all.malformed("no signature, or a last line that does not end");
        }
        List<Line> lines = new ArrayList<>();
        for (String line : signatures.substring(0, signatures.length() - 1).split("\n", -1)) {
            if (lines.size() == MAX_LINES) {
                throw all.malformed("more than " + MAX_LINES + " signatures");
            }
            lines.add(line(line, all));
        }
        return new SignedNote(note.substring(0, blank + 1), lines);
    }

    private static Line line(String line, TextLines all) throws VerificationException {
        int space = line.indexOf(' ', DASH.length());
        if (!line.startsWith(DASH) || space < 0 || !NoteKey.isName(line.substring(DASH.length(), space))) {
            throw all.malformed("a signature line without dash, name and signature");
        }
        byte[] bytes = all.base64(line.substring(space + 1));
        if (bytes.length <= ID_LENGTH) {
            throw all.malformed("a signature line without a signature");
        }
        return new Line(
                line.substring(DASH.length(), space),
                ByteBuffer.wrap(bytes).getInt(),
                Arrays.copyOfRange(bytes, ID_LENGTH, bytes.length));
    }

    /** No control character but the newline, and nothing that has no UTF-8 form. */
    private static void requireCharacters(String note, TextLines all) throws VerificationException {
        for (int i = 0; i < note.length(); i++) {
            char c = note.charAt(i);
            if (c < ' ' && c != '\n') {
                throw all.malformed("a control character");
            }
            if (Character.isSurrogate(c)) {
                if (!Character.isHighSurrogate(c)
                        || i + 1 == note.length()
                        || !Character.isLowSurrogate(note.charAt(i + 1))) {
                    throw all.malformed("a lone surrogate");
                }
                i++;
            }
        }
    }

    /** The same text under the first line of each of these keys, in the order of the lines. */
    SignedNote only(Collection<NoteKey> keys) {
        Set<NoteKey> seen = new HashSet<>();
        return new SignedNote(
                text,
                lines.stream()
                        .filter(line -> keys.stream().anyMatch(key -> key.made(line) && seen.add(key)))
                        .toList());
    }

    byte[] signedBytes() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    String toText() {
        StringBuilder out = new StringBuilder(text).append('\n');
        lines.forEach(line -> out.append(line.toText()));
        return out.toString();
    }
}
