/** PostgreSQL: all SQL of the gateway stands here. */
package cn.changzhutan.exchange.store;
