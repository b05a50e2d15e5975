package org.oktadata.web.security;

import org.oktadata.integrations.SessionSeal;
import org.oktadata.integrations.SessionSignature;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.convert.support.GenericConversionService;
import org.springframework.core.serializer.support.DeserializingConverter;
import org.springframework.core.serializer.support.SerializingConverter;
import org.springframework.session.config.SessionRepositoryCustomizer;
import org.springframework.session.jdbc.JdbcIndexedSessionRepository;
import org.springframework.session.web.http.CookieHttpSessionIdResolver;
import org.springframework.session.web.http.DefaultCookieSerializer;

/**
 * Sessions are in the database, so what they remember is sealed on its way there, and their ids
 * open nothing without a signature.
 */
@Configuration(proxyBeanMethods = false)
class SealedSessions {

  /** The service is no bean of its own, or Camel would convert messages with it. */
  @Bean
  SessionRepositoryCustomizer<JdbcIndexedSessionRepository> sealedAttributes(SessionSeal seal) {
    SerializingConverter write = new SerializingConverter();
    DeserializingConverter read = new DeserializingConverter(getClass().getClassLoader());
    GenericConversionService service = new GenericConversionService();
    service.addConverter(Object.class, byte[].class, value -> seal.seal(write.convert(value)));
    service.addConverter(
        byte[].class,
        Object.class,
        stored -> {
          byte[] content = seal.open(stored);
          return content == null ? null : read.convert(content);
        });
    return repository -> repository.setConversionService(service);
  }

  /** The cookie is otherwise as {@code server.servlet.session.cookie} says. */
  @Bean
  CookieHttpSessionIdResolver sessionIds(
      DefaultCookieSerializer cookies, SessionSignature signature) {
    CookieHttpSessionIdResolver ids = new CookieHttpSessionIdResolver();
    ids.setCookieSerializer(new SignedCookies(cookies, signature));
    return ids;
  }
}
