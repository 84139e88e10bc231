/** The files that people edit, parsed strictly: config/ and routes/. One immutable picture of them, and every problem in them with file and line. */
package cn.changzhutan.exchange.settings;
