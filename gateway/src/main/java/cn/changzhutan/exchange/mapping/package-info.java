/** Native form to shared form and back: the readers and writers of the cities' formats and the JSLT mappings of routes/. */
package cn.changzhutan.exchange.mapping;
