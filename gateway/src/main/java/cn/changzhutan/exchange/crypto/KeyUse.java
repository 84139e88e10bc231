package cn.changzhutan.exchange.crypto;

import java.util.List;

/** What a city's keys are for. Keys of one use are made, put to use and retired together. */
public enum KeyUse {
    /** Sign the city's checkpoints: an Ed25519 and an SM2 key. */
    LOG("log", List.of("ed25519", "sm2")),
    /** Cosign other logs' checkpoints: an Ed25519 and an SM2 key. */
    WITNESS("witness", List.of("ed25519", "sm2")),
    /** Unwraps the content keys of what is sent to the city: an SM2 key. */
    PAYLOAD("payload", List.of("kek"));

    private final String word;
    private final List<String> keys;

    KeyUse(String word, List<String> keys) {
        this.word = word;
        this.keys = keys;
    }

    /** As commands and file names have it. */
    public String word() {
        return word;
    }

    List<String> keys() {
        return keys;
    }
}
