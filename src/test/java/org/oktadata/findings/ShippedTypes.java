package org.oktadata.findings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.oktadata.catalogue.CollectedTypes;
import org.yaml.snakeyaml.Yaml;

/** The data types of {@code routes/data-types.yaml}, each collected everywhere. */
final class ShippedTypes implements CollectedTypes {

  private final Map<String, Object> lines;

  ShippedTypes() {
    try {
      lines = new Yaml().load(Files.readString(Path.of("routes/data-types.yaml")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public List<String> leftOut(String integration, Collection<String> dataTypes) {
    return List.of();
  }

  @Override
  public Optional<String> lack(String dataType) {
    return lines.containsKey(dataType) ? Optional.empty() : Optional.of("There is none.");
  }
}
