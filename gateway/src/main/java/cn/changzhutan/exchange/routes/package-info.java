/** Camel: connectors that take records in and deliver them, the route templates built from route files, and the Kafka legs. */
package cn.changzhutan.exchange.routes;
