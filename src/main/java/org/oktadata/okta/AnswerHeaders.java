package org.oktadata.okta;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.hc.core5.http.HttpResponse;

/**
 * The headers of an answer, looked up without regard to case. Camel keeps those of a failed call in
 * a plain map and several headers of one name in a list, so every reader would trip without this.
 */
final class AnswerHeaders {
  private final Map<String, List<String>> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  private AnswerHeaders() {}

  /** Of the failed call if its answer was an error, otherwise of the message, if there is one. */
  static AnswerHeaders of(Exchange exchange, Throwable failure) {
    var http = Failures.find(failure, HttpOperationFailedException.class);
    var headers = new AnswerHeaders();
    if (http != null) {
      headers.addAll(http.getResponseHeaders());
    } else if (failure == null || Failures.find(failure, BrokenAnswerException.class) != null) {
      headers.addAll(exchange.getMessage().getHeaders());
    }
    return headers;
  }

  static AnswerHeaders of(HttpResponse answer) {
    var headers = new AnswerHeaders();
    for (var header : answer.getHeaders()) {
      headers.values.merge(header.getName(), List.of(header.getValue()), AnswerHeaders::join);
    }
    return headers;
  }

  static AnswerHeaders of(Map<String, ?> map) {
    var headers = new AnswerHeaders();
    headers.addAll(map);
    return headers;
  }

  /** The first value of the header, or null. */
  String first(String name) {
    return all(name).stream().findFirst().orElse(null);
  }

  /** All values of the header, in their order. */
  List<String> all(String name) {
    return values.getOrDefault(name, List.of());
  }

  private void addAll(Map<String, ?> map) {
    if (map != null) {
      map.forEach((name, value) -> values.merge(name, texts(value), AnswerHeaders::join));
    }
  }

  private static List<String> texts(Object value) {
    if (value instanceof Collection<?> many) {
      return many.stream().map(String::valueOf).toList();
    }
    if (value instanceof Object[] many) {
      return Arrays.stream(many).map(String::valueOf).toList();
    }
    return value == null ? List.of() : List.of(value.toString());
  }

  private static List<String> join(List<String> some, List<String> more) {
    return Stream.concat(some.stream(), more.stream()).toList();
  }
}
