package cn.changzhutan.exchange.log;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.crypto.CityKeys;
import cn.changzhutan.exchange.crypto.PayloadKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The lines of a policy that speak of one city, with every key that it uses now: what a city hands to the others and to auditors.
 *
 * @param url where the city's gateway is reached, without a path; empty if that is not to be told
 */
public record CityLines(City city, String origin, CityKeys keys, Optional<String> url) {
    /** Name under which a city cosigns: that of its log's host. */
    public static String witnessName(String origin) {
        return NoteKey.hostOf(origin) + "/witness";
    }

    /** Every key in use by its name in notes and policies, with the hex SHA-256 of its public half as a policy has it. */
    public SortedMap<String, String> digests() {
        SortedMap<String, String> digests = new TreeMap<>();
        logKeys().forEach(key -> digests.put(key.toString(), digest(key.toVkey())));
        cosigner().keys().forEach(key -> digests.put(key.toString(), digest(key.toVkey())));
        keys.payloadKeys().forEach(key -> digests.put(key.kekId(), digest(key.toString())));
        return digests;
    }

    private static String digest(String text) {
        return HexFormat.of().formatHex(Merkle.sha256(text.getBytes(StandardCharsets.UTF_8)));
    }

    public Cosigner cosigner() {
        return new Cosigner(witnessName(origin), keys.witnessEd25519(), keys.witnessSm2());
    }

    private List<NoteKey> logKeys() {
        return new CheckpointSigner(origin, keys.logEd25519(), keys.logSm2()).keys();
    }

    /** Complete but for the quorum, each line with its newline. The city's own group has all its witness keys of today. */
    public String toText() {
        StringBuilder text = new StringBuilder();
        text.append("city ").append(city).append(' ').append(origin).append('\n');
        for (NoteKey key : logKeys()) {
            text.append("log ").append(key.toVkey());
            if (!key.kind().isSm2()) {
                url.ifPresent(base -> text.append(' ').append(base).append("/log"));
            }
            text.append('\n');
        }
        for (PayloadKey key : keys.payloadKeys()) {
            text.append("payload ").append(city).append(' ').append(key).append('\n');
        }
        int[] number = {0, 0};
        List<String> members = new ArrayList<>();
        for (NoteKey key : cosigner().keys()) {
            int which = number[key.kind().isSm2() ? 1 : 0]++;
            String name = city + (key.kind().isSm2() ? "-sm2" : "") + (which == 0 ? "" : "-" + (which + 1));
            text.append("witness ").append(name).append(' ').append(key.toVkey());
            if (!key.kind().isSm2() && which == 0) {
                url.ifPresent(base -> text.append(' ').append(base).append("/witness"));
            }
            text.append('\n');
            members.add(name);
        }
        text.append(groups(members));
        return text.toString();
    }

    /** One signature of each algorithm, by an old or a new key. */
    private String groups(List<String> members) {
        List<String> sm2 =
                members.stream().filter(name -> name.startsWith(city + "-sm2")).toList();
        List<String> ed25519 =
                members.stream().filter(name -> !sm2.contains(name)).toList();
        if (members.size() == 2) {
            return "group " + city + "-both all " + String.join(" ", members) + "\n";
        }
        return "group " + city + "-any any " + String.join(" ", ed25519) + "\ngroup " + city + "-sm2-any any "
                + String.join(" ", sm2) + "\ngroup " + city + "-both all " + city + "-any " + city + "-sm2-any\n";
    }
}
