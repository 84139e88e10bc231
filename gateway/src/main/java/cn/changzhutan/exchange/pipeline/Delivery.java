package cn.changzhutan.exchange.pipeline;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.ExchangeId;
import cn.changzhutan.exchange.RecordType;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * A received record on its way to a back office. The pipeline gives at most one of an ordering key at a time.
 *
 * @param record the shared form, as agreed
 * @param content the record in the receiving city's native form, a whole document (JSON, XML) or a whole file (CSV) of one record
 * @param mediaType of the content, with charset where it is text
 * @param fileExtension without the dot: json, xml, csv
 * @param sourceTime when the sender's log accepted it
 */
public record Delivery(
        ExchangeId exchange,
        City from,
        RecordType type,
        String purpose,
        Instant sourceTime,
        JsonNode record,
        byte[] content,
        String mediaType,
        String fileExtension) {
    @Override
    public String toString() {
        return "Delivery[" + exchange + " " + type + " from " + from + "]";
    }
}
