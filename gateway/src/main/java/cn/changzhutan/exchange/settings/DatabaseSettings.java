package cn.changzhutan.exchange.settings;

import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The city's PostgreSQL database.
 *
 * @param url JDBC, without user and password
 * @param passwordFile absent where a client certificate does instead
 * @param properties of the driver, such as sslmode and sslrootcert
 */
public record DatabaseSettings(
        String url, String user, Optional<Path> passwordFile, SortedMap<String, String> properties) {
    public DatabaseSettings {
        properties = Collections.unmodifiableSortedMap(new TreeMap<>(properties));
    }

    /** Read from its file now; "" where there is no file. @throws cn.changzhutan.exchange.SettingsException if it cannot be read */
    public String password() {
        return passwordFile.map(SecretText::read).orElse("");
    }

    @Override
    public String toString() {
        return "DatabaseSettings[" + url + " as " + user + ", "
                + Map.copyOf(properties).keySet() + "]";
    }
}
