package cn.changzhutan.exchange.pipeline;

import cn.changzhutan.exchange.log.Counterpart;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** A counterpart as one column of the inbox: its five parts, one a line. */
final class CounterpartText {
    private CounterpartText() {}

    static byte[] encode(Counterpart counterpart) {
        HexFormat hex = HexFormat.of();
        return String.join(
                        "\n",
                        counterpart.origin(),
                        Long.toString(counterpart.index()),
                        hex.formatHex(counterpart.leafHash()),
                        Long.toString(counterpart.size()),
                        hex.formatHex(counterpart.root()))
                .getBytes(StandardCharsets.UTF_8);
    }

    static Counterpart decode(byte[] text) {
        String[] lines = new String(text, StandardCharsets.UTF_8).split("\n", -1);
        HexFormat hex = HexFormat.of();
        return new Counterpart(
                lines[0],
                Long.parseLong(lines[1]),
                hex.parseHex(lines[2]),
                Long.parseLong(lines[3]),
                hex.parseHex(lines[4]));
    }
}
