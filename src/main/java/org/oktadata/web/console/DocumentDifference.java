package org.oktadata.web.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * What changed in a document.
 *
 * @param path names from the outside to the inside
 * @param before null where there was nothing
 * @param later null where nothing is any more
 */
record DocumentDifference(String path, String before, String later) {

  private static final int LONGEST = 300;

  /** What Okta writes beside the object itself; its time changes with whatever else does. */
  private static final Set<String> ASIDE = Set.of("_links", "lastUpdated");

  /** All differences; of what is aside only where nothing else differs. */
  static List<DocumentDifference> between(JsonNode before, JsonNode later) {
    List<DocumentDifference> all = new ArrayList<>();
    compare("", before, later, all);
    List<DocumentDifference> told =
        all.stream().filter(each -> !ASIDE.contains(each.path().split("[.\\[]", 2)[0])).toList();
    return told.isEmpty() ? all : told;
  }

  private static void compare(
      String path, JsonNode before, JsonNode later, List<DocumentDifference> all) {
    if (before.equals(later)) {
      return;
    }
    if (hasParts(before) && (later.isObject() || later.isMissingNode())
        || hasParts(later) && (before.isObject() || before.isMissingNode())) {
      Set<String> names = new TreeSet<>();
      before.fieldNames().forEachRemaining(names::add);
      later.fieldNames().forEachRemaining(names::add);
      for (String name : names) {
        compare(
            path.isEmpty() ? name : path + "." + name, part(before, name), part(later, name), all);
      }
    } else if (isOfContainers(before) && isOfContainers(later) && before.size() == later.size()) {
      for (int at = 0; at < before.size(); at++) {
        compare(path + "[" + at + "]", before.get(at), later.get(at), all);
      }
    } else if (!Objects.equals(text(before), text(later)) || before.isNull() != later.isNull()) {
      all.add(new DocumentDifference(path, text(before), text(later)));
    }
  }

  private static boolean hasParts(JsonNode node) {
    return node.isObject() && !node.isEmpty();
  }

  private static JsonNode part(JsonNode node, String name) {
    return node.has(name) ? node.get(name) : MissingNode.getInstance();
  }

  private static boolean isOfContainers(JsonNode node) {
    return node.isArray() && !node.isEmpty() && node.get(0).isContainerNode();
  }

  private static String text(JsonNode node) {
    if (node.isMissingNode()) {
      return null;
    }
    boolean words = node.isArray() && !isOfContainers(node);
    String text =
        words
            ? StreamSupport.stream(node.spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.joining(", ", "[", "]"))
            : node.isTextual() ? node.asText() : node.toString();
    return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
  }
}
