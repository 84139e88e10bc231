package cn.changzhutan.exchange.settings;

import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The broker between the cities.
 *
 * @param bootstrap host:port, several with commas
 * @param properties of the client, such as security.protocol; none of them a secret
 * @param secretFiles properties whose values stand in files, such as ssl.keystore.password
 * @param replication copies of each topic that the gateway creates, 1 to 100; 1 suits a single broker alone
 * @param minInsync copies that must have a message before it counts as sent, 1 to {@code replication}
 */
public record KafkaSettings(
        String bootstrap,
        SortedMap<String, String> properties,
        SortedMap<String, Path> secretFiles,
        int replication,
        int minInsync) {
    public KafkaSettings {
        properties = Collections.unmodifiableSortedMap(new TreeMap<>(properties));
        secretFiles = Collections.unmodifiableSortedMap(new TreeMap<>(secretFiles));
    }

    /**
     * All client properties, bootstrap.servers and the secrets too, read from their files now. Not to be logged.
     *
     * @throws cn.changzhutan.exchange.SettingsException if a file cannot be read
     */
    public Map<String, String> clientProperties() {
        Map<String, String> all = new HashMap<>(properties);
        secretFiles.forEach((name, file) -> all.put(name, SecretText.read(file)));
        all.put("bootstrap.servers", bootstrap);
        return all;
    }

    @Override
    public String toString() {
        return "KafkaSettings[" + bootstrap + ", " + properties.keySet() + ", " + secretFiles.keySet() + "]";
    }
}
