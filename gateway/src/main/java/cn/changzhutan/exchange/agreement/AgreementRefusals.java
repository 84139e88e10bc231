package cn.changzhutan.exchange.agreement;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.Outcome;
import cn.changzhutan.exchange.RecordType;
import cn.changzhutan.exchange.Refusal;
import java.time.LocalDate;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The words with which a sender learns why no agreement allows what it sent. They name agreements and days, never the record. */
final class AgreementRefusals {
    private AgreementRefusals() {}

    static Outcome<Agreement> noAgreement(City from, City to, RecordType type) {
        return refused(
                "NO_AGREEMENT",
                "No agreement lets " + from + " send " + type + " to " + to + "; ask the administrator for one.",
                "没有允许 " + from + " 向 " + to + " 提供 " + type + " 的共享协议,请联系管理员签订。");
    }

    static Outcome<Agreement> purposeNotAgreed(List<Agreement> candidates) {
        String agreed = candidates.stream()
                .flatMap(each -> each.purposes().stream())
                .collect(Collectors.toCollection(TreeSet::new))
                .toString();
        return refused(
                "PURPOSE_NOT_AGREED",
                "The agreement does not cover this purpose; it covers " + agreed + ".",
                "共享协议不包含该使用目的,允许的目的为 " + agreed + "。");
    }

    static Outcome<Agreement> notInForce(List<Agreement> candidates, LocalDate on) {
        String periods = candidates.stream()
                .map(each -> each.id() + " " + each.terms().validFrom() + "/"
                        + each.terms().validUntil())
                .collect(Collectors.joining(", "));
        return refused(
                "AGREEMENT_NOT_IN_FORCE",
                "No agreement for this purpose is in force on " + on + " (" + periods + ").",
                "该目的的共享协议在 " + on + " 未生效或已到期(" + periods + ")。");
    }

    static Outcome<Agreement> notShared(Agreement agreement) {
        return refused(
                "NOT_SHARED",
                "This type is not shared with that city, by agreement " + agreement.id() + ".",
                "根据协议 " + agreement.id() + ",该类数据不予共享。");
    }

    private static Outcome<Agreement> refused(String code, String hint, String hintZh) {
        return Outcome.refused(Refusal.of(Refusal.Stage.AUTHORISE, code, "", hint, hintZh));
    }
}
