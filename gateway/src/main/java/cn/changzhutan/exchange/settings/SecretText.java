package cn.changzhutan.exchange.settings;

import cn.changzhutan.exchange.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Secrets that stand in files of their own. */
final class SecretText {
    private static final int MAX_BYTES = 8192;

    private SecretText() {}

    /** The file's text without the line end that editors add. @throws SettingsException naming the file, never what is in it */
    static String read(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new SettingsException(
                        List.of(file + ": found more than " + MAX_BYTES + " bytes (expected: a secret)"));
            }
            String text = Files.readString(file).stripTrailing();
            if (text.isEmpty()) {
                throw new SettingsException(List.of(file + ": found nothing (expected: a secret)"));
            }
            return text;
        } catch (IOException e) {
            throw new SettingsException(List.of(file + ": cannot be read: "
                    + e.getClass().getSimpleName() + " (expected: a file with the secret)"));
        }
    }

    /** Whether a property of a driver or client holds a secret, so that it must not stand in a settings file. */
    static boolean isSecret(String property) {
        String name = property.toLowerCase(Locale.ROOT);
        return name.contains("password")
                || name.contains("secret")
                || name.contains("token")
                || name.endsWith("jaas.config")
                || name.endsWith("keystore.key");
    }
}
