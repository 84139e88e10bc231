/**
 * The nouns of the exchange: cities, record types, submissions, problems. Plain records that know no framework; Jackson's tree is
 * the one foreign type here, because it is the form in which a record is held between its one parse and its one writing.
 *
 * <p>What does not belong here: anything that does work (validation, mapping, signing, storing) or that knows where a thing comes
 * from (HTTP, Kafka, files, SQL).
 */
package cn.changzhutan.exchange;
