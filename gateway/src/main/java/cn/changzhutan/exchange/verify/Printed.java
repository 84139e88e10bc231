package cn.changzhutan.exchange.verify;

import java.io.PrintWriter;
import picocli.CommandLine;

/** A report on the screen: what holds to stdout, what does not to stderr, and a last line with the verdict. */
final class Printed {
    private Printed() {}

    /** @return the exit status: 0 only if all holds */
    static int print(Report report, String what, CommandLine command) {
        PrintWriter out = command.getOut();
        PrintWriter err = command.getErr();
        for (Report.Finding finding : report.findings()) {
            PrintWriter to = finding.holds() ? out : err;
            to.println(finding.text());
            to.flush();
        }
        int failures =
                report.failures().values().stream().mapToInt(Integer::intValue).sum();
        out.println(
                failures == 0
                        ? "VERIFIED: " + what + ": everything holds / 验证通过"
                        : "NOT VERIFIED: " + what + ": " + failures + " of the checks do not hold / 验证未通过");
        out.flush();
        return failures == 0 ? 0 : 1;
    }
}
