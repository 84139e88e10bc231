/**
 * Where a gateway is put together: settings read, keys loaded, the pipeline built, Spring and Camel started around it.
 *
 * <p>What does not belong here: anything that decides about a record.
 */
package cn.changzhutan.exchange.run;
