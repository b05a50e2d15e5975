package org.oktadata.catalogue;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Predicate;
import org.oktadata.integrations.NearestName;
import org.springframework.stereotype.Component;

/** The data types in force: replaced as a whole when {@code data-types.yaml} is loaded. */
@Component
public class Catalogue {

  /** Stands for all that need no decision. */
  static final String MANAGED = "managed";

  private volatile Map<String, DataType> types = Map.of();

  /** All data types in the order of the file. */
  public Collection<DataType> all() {
    return types.values();
  }

  /** The data type of that name. */
  public Optional<DataType> find(String name) {
    return Optional.ofNullable(types.get(name));
  }

  /** The data type of that name; there must be one. */
  public DataType get(String name) {
    return find(name).orElseThrow(() -> new NoSuchElementException(lack(name)));
  }

  /** That there is no data type of a name, and which one was meant perhaps. */
  public String lack(String name) {
    List<String> known = new ArrayList<>(types.keySet());
    known.add(MANAGED);
    return "There is no data type '%s'%s.".formatted(name, NearestName.guess(name, known));
  }

  /** Those of the names that an integration may have in its {@code data-types} in vain. */
  public List<String> unknown(Collection<String> names) {
    return names.stream()
        .filter(name -> !name.equals(MANAGED) && !types.containsKey(name))
        .toList();
  }

  /** Names of the data types that a condition holds for. */
  public List<String> names(Predicate<DataType> condition) {
    return types.values().stream().filter(condition).map(DataType::name).toList();
  }

  /** Names of the data types that are read for each row of these, and of those in turn. */
  public List<String> below(List<String> parents) {
    List<String> found = new ArrayList<>();
    List<String> next = names(type -> parents.contains(type.parent()));
    while (!next.isEmpty()) {
      found.addAll(next);
      List<String> these = next;
      next = names(type -> these.contains(type.parent()));
    }
    return found;
  }

  /** Puts other data types in their place, in the order of their file. */
  public void replace(Map<String, DataType> newTypes) {
    types = Collections.unmodifiableMap(newTypes);
  }
}
