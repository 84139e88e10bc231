/** Validation of records in the shared form: JSON Schema 2020-12, code tables, check digits, cross-field rules, and the functions that rules and mappings share. */
package cn.changzhutan.exchange.schema;
