package cn.changzhutan.exchange;

import java.nio.file.Path;
import java.util.List;

/**
 * One folder under routes/: how one city speaks one type of record. It names systems, never addresses.
 *
 * @param folder the folder, with route.yaml and both mappings in it
 * @param sender the system that may submit this type natively
 * @param receiver the system to which records of this type are delivered
 * @param orderBy JSON Pointers into the shared form, first present wins; a segment {@code *} is every element of an array, of which
 *     the smallest value counts. Records with equal values are delivered in order
 * @param revision JSON Pointer of a whole number that grows with each version of the same thing, or "" where order alone decides
 * @param amount JSON Pointer of a decimal text by which both cities reconcile, {@code *} sums over an array; or ""
 */
public record RouteDefinition(
        City city,
        RecordType type,
        Path folder,
        SystemName sender,
        SystemName receiver,
        List<String> orderBy,
        String revision,
        String amount) {
    public RouteDefinition {
        orderBy = List.copyOf(orderBy);
    }

    /** {@code changsha/pension/PARTICIPATION}: the mapping id that stands in the leaf. */
    public String id() {
        return city + "/" + type;
    }
}
