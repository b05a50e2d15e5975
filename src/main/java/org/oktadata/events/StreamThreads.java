package org.oktadata.events;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.camel.util.concurrent.CamelThreadFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Who stores what the queue brought: while one deletes what it has stored, the other stores. */
@Configuration(proxyBeanMethods = false)
class StreamThreads {

  @Bean(defaultCandidate = false, destroyMethod = "shutdown")
  ExecutorService streamStorers() {
    return Executors.newFixedThreadPool(2, new CamelThreadFactory("#name#", "store-stream", true));
  }
}
