/**
 * Camel: connectors that take records in and deliver them, the route templates built from route files, and the Kafka legs.
 *
 * <p>What does not belong here: any decision about a record (pipeline), its forms (mapping), and HTTP for callers (api). The classes take
 * small functional ports, so that each can be tested without the pipeline behind it.
 */
package cn.changzhutan.exchange.routes;
