package cn.changzhutan.exchange.log;

import cn.changzhutan.exchange.VerificationException;
import cn.changzhutan.exchange.log.EvidenceBundle.Part;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The page of a bundle that people read first. It claims; what holds is for the verifier to say. Names no person. */
final class EvidenceSummary {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneId.of("Asia/Shanghai"));

    private EvidenceSummary() {}

    static String of(EvidenceBundle bundle) {
        StringBuilder english = new StringBuilder();
        StringBuilder chinese = new StringBuilder();
        boolean witnessed = true;
        for (EvidencePart part : EvidencePart.values()) {
            Part shown = bundle.parts().get(part);
            if (shown != null) {
                witnessed &= shown.witnessed();
                line(shown, english, chinese);
            }
        }
        return "Evidence of exchange " + bundle.exchange() + ", made by the gateway of " + bundle.issuer() + ".\n"
                + "State there: " + bundle.state() + ".\n\n" + english
                + "\n"
                + (witnessed
                        ? "Each proof ends in a checkpoint that a quorum of witnesses cosigned.\n"
                        : "PROVISIONAL: not every proof ends in a checkpoint that a quorum of witnesses cosigned. Ask again later.\n")
                + opening(bundle) + "\n"
                + "This page proves nothing. Verify it, offline:\n"
                + "    java -jar gateway.jar verify BUNDLE.zip --policy YOUR-POLICY\n"
                + "with a policy file that you got from people you trust, never with the one in here.\n\n"
                + "交换记录 " + bundle.exchange() + " 的存证包, 由 " + bundle.issuer() + " 市网关生成。\n"
                + "该网关上的状态: " + bundle.state() + "。\n\n" + chinese
                + "\n"
                + (witnessed ? "每项证明所依据的检查点均已获得法定数量的见证方联署。\n" : "暂定: 并非每项证明的检查点都已获得法定数量的见证方联署, 请稍后重新获取。\n")
                + openingZh(bundle) + "\n"
                + "本页文字不构成证明。请使用从可信人员处取得的策略文件离线验证 (命令见上), 切勿使用包内的策略文件。\n";
    }

    private static void line(Part shown, StringBuilder english, StringBuilder chinese) {
        try {
            Leaf leaf = Leaf.parse(shown.leaf());
            String when = TIME.format(leaf.time());
            String outcome = leaf.outcome().map(code -> " (" + code + ")").orElse("");
            String log = firstLine(shown.proof().checkpointNote());
            english.append(when)
                    .append(" (UTC+8)  ")
                    .append(leaf.event())
                    .append(outcome)
                    .append(": entry ")
                    .append(shown.proof().index())
                    .append(" of the log ")
                    .append(log)
                    .append('\n');
            chinese.append(when)
                    .append("  ")
                    .append(chinese(leaf.event()))
                    .append(outcome)
                    .append(": 日志 ")
                    .append(log)
                    .append(" 第 ")
                    .append(shown.proof().index())
                    .append(" 条\n");
        } catch (VerificationException e) {
            english.append("A leaf that cannot be read.\n");
            chinese.append("一条无法读取的日志。\n");
        }
    }

    private static String chinese(LogEvent event) {
        return switch (event) {
            case ACCEPTED -> "发送方受理";
            case RECEIVED -> "接收方收到";
            case DELIVERED -> "接收方签收";
            case RETURNED -> "接收方退回";
            case RECEIPT -> "发送方核验回执";
            default -> event.name();
        };
    }

    private static String opening(EvidenceBundle bundle) {
        return switch (bundle.openness()) {
            case SHOWN -> "opening.json is the record in clear: personal data, to be handled as the law says.\n";
            case WITHHELD -> "The record itself is not shown to this reader.\n";
            case ERASED -> "The record was erased; what is here still proves that it was exchanged.\n";
        };
    }

    private static String openingZh(EvidenceBundle bundle) {
        return switch (bundle.openness()) {
            case SHOWN -> "opening.json 为记录明文, 含个人信息, 请依法处理。\n";
            case WITHHELD -> "未向本读者提供记录内容。\n";
            case ERASED -> "记录内容已依法删除; 本包仍可证明交换确已发生。\n";
        };
    }

    private static String firstLine(String note) {
        int end = note.indexOf('\n');
        return end < 0 ? note : note.substring(0, end);
    }
}
