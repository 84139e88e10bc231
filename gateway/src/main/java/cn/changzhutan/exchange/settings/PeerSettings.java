package cn.changzhutan.exchange.settings;

import java.net.URI;
import java.nio.file.Path;

/**
 * Another city's gateway, as this one calls it.
 *
 * @param url of its HTTP side, without the path
 * @param tokenFile holds the token that the other city made for this one
 */
public record PeerSettings(URI url, Path tokenFile) {
    /** The token, read from its file now. Not to be logged. @throws cn.changzhutan.exchange.SettingsException if it cannot be read */
    public String token() {
        return SecretText.read(tokenFile);
    }
}
