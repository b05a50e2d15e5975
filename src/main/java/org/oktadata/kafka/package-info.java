/** The way through Kafka: its clients and topics, and what is told to others by them. */
package org.oktadata.kafka;
