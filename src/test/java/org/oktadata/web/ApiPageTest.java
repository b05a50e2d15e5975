package org.oktadata.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** Whoever writes a program for the API has its page alone. */
class ApiPageTest extends StartedApplication {

  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([A-Z]+) (/api/[^`]+)` \\|");

  @Autowired private ApplicationContext context;

  @Test
  void thePageNamesEachAddressOfTheApiAndNoOther() throws IOException {
    Set<String> told = new TreeSet<>();
    Matcher row = ROW.matcher(Files.readString(Path.of("docs/api.md")));
    while (row.find()) {
      told.add(row.group(1) + " " + row.group(2).replaceAll("\\{[^}]*}", "x"));
    }
    assertThat(told)
        .isEqualTo(
            Mappings.of(context).stream()
                .filter(call -> call.path().startsWith("/api/"))
                .map(call -> call.method() + " " + call.path())
                .collect(Collectors.toSet()));
  }
}
