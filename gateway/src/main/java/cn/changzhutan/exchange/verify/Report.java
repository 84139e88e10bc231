package cn.changzhutan.exchange.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a verifier found, in the order in which it looked. Not thread-safe. */
final class Report {
    /** Most findings of one code that are told one by one: a broken log would fill the screen. */
    static final int MOST_OF_A_CODE = 50;

    /** @param code of what does not hold; "" for what holds and for remarks */
    record Finding(String code, String text) {
        boolean holds() {
            return code.isEmpty();
        }
    }

    private final List<Finding> findings = new ArrayList<>();
    private final Map<String, Integer> counts = new TreeMap<>();

    /** Something was checked and is so. */
    void holds(String text) {
        findings.add(new Finding("", "holds: " + text));
    }

    /** Something that was not checked, or not to be checked. */
    void remark(String text) {
        findings.add(new Finding("", "note: " + text));
    }

    void fails(String code, String text) {
        int count = counts.merge(code, 1, Integer::sum);
        if (count <= MOST_OF_A_CODE) {
            findings.add(new Finding(code, "DOES NOT HOLD: " + text + " [" + code + "]"));
        }
    }

    /** Adds all of this to another report. */
    void copyTo(Report other) {
        other.findings.addAll(findings);
        counts.forEach((code, count) -> other.counts.merge(code, count, Integer::sum));
    }

    boolean allHolds() {
        return counts.isEmpty();
    }

    /** How often each thing failed. */
    Map<String, Integer> failures() {
        return new TreeMap<>(counts);
    }

    /** Everything, with a line for what was too much to tell. */
    List<Finding> findings() {
        List<Finding> all = new ArrayList<>(findings);
        counts.forEach((code, count) -> {
            if (count > MOST_OF_A_CODE) {
                all.add(new Finding(
                        code, "DOES NOT HOLD: " + (count - MOST_OF_A_CODE) + " more of this [" + code + "]"));
            }
        });
        return all;
    }
}
