/**
 * What a record in the shared form must be: JSON Schemas, code tables, check digits, cross-field rules, and the functions that rules
 * and mappings share. Everything about a kind of record stands in the files under schemas/.
 *
 * <p>What does not belong here: a city's native form (mapping), who may see which field (agreement), and any name of a kind, a type
 * or a field in Java.
 */
package cn.changzhutan.exchange.schema;
