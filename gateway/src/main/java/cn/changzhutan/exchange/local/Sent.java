package cn.changzhutan.exchange.local;

import java.util.List;

/**
 * What the gateway said when a sample was handed in.
 *
 * @param exchanges ids of what was accepted; empty if it was refused
 * @param codes of the problems, if it was refused
 */
record Sent(Sample sample, List<String> exchanges, List<String> codes) {
    Sent {
        exchanges = List.copyOf(exchanges);
        codes = List.copyOf(codes);
    }
}
