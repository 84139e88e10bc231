/**
 * Native form to shared form and back: the readers and writers of the cities' formats (JSON, CSV, XML) and the JSLT mappings of
 * routes/. A format turns a document into a plain tree and back and knows nothing of any record; what a field means stands in the
 * mapping files alone, so that a new city or kind needs no Java.
 *
 * <p>What does not belong here: whether the shared form is valid (schema), who may see it (agreement), and anything of one kind or
 * one city.
 */
package cn.changzhutan.exchange.mapping;
