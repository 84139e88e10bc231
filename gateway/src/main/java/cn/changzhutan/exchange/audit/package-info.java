/**
 * What auditors and citizens ask of the exchange log: the search index that follows behind it, searches, counts, exports, and who
 * read a person's data.
 *
 * <p>What does not belong here: anything that verifies (what is found is proved elsewhere), and anything that a record's way waits for.
 */
package cn.changzhutan.exchange.audit;
