package org.oktadata.web.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.oktadata.web.console.ObjectReader.Child;
import org.oktadata.web.console.ObjectReader.Stored;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * Any object that is collected, whatever its data type: what it is, what is wrong with it, what
 * changed in it and through whom, and what belongs to it. Users, groups and apps have pages of
 * their own.
 */
@Controller
class ObjectPages {

  private final ObjectReader objects;
  private final ObjectChanges changes;
  private final ObjectMentions mentions;
  private final ObjectPlaces places;
  private final ObjectTypes types;
  private final FindingLines findings;
  private final Evidence evidence;

  ObjectPages(
      ObjectReader objects,
      ObjectChanges changes,
      ObjectMentions mentions,
      ObjectPlaces places,
      ObjectTypes types,
      FindingLines findings,
      Evidence evidence) {
    this.objects = objects;
    this.changes = changes;
    this.mentions = mentions;
    this.places = places;
    this.types = types;
    this.findings = findings;
    this.evidence = evidence;
  }

  /** Something with a name and a page, or without one. */
  record Link(String name, String path, String status) {}

  /**
   * What belongs to an object, of one data type.
   *
   * @param cut whether there is more than is shown
   */
  record Group(String heading, List<Link> links, boolean cut) {}

  /** An id that can't stand in a path is a parameter. */
  @GetMapping({"/objects/{integration}/{type}/{id}", "/objects/{integration}/{type}"})
  String object(
      @PathVariable String integration,
      @PathVariable String type,
      @PathVariable(name = "id", required = false) String inPath,
      @RequestParam(name = "id", defaultValue = "") String asParameter,
      @RequestParam(required = false) String parent,
      Model model) {
    String id = inPath == null ? asParameter : inPath;
    if (ObjectPlaces.hasPageOfItsOwn(type)) {
      return "redirect:" + ObjectPlaces.path(integration, type, "", id);
    }
    List<Stored> found = objects.find(integration, type, id);
    Stored object =
        found.stream()
            .filter(each -> parent == null || each.parentId().equals(parent))
            .findFirst()
            .orElseThrow(
                () ->
                    new NoSuchElementException(
                        "Nothing in %s with the id %s was collected from %s."
                            .formatted(type, id, integration)));
    JsonNode document = evidence.tree(object.doc());
    List<ObjectChanges.Change> history = changes.of(integration, object);
    ObjectTypes.Names names = types.names();
    model.addAttribute("integration", integration);
    model.addAttribute("object", object);
    model.addAttribute("kind", ObjectTypes.singular(type));
    model.addAttribute("doc", document);
    model.addAttribute("raw", evidence.pretty(object.doc()));
    model.addAttribute("parent", parent(integration, object));
    model.addAttribute(
        "others",
        found.stream()
            .filter(each -> each != object)
            .map(each -> new Link(each.parentId(), path(integration, each), null))
            .toList());
    model.addAttribute(
        "findings",
        findings.of(integration, id).stream()
            .filter(line -> names.of(line.subjectType()).contains(type))
            .toList());
    model.addAttribute("changes", history);
    model.addAttribute("latest", history.isEmpty() ? null : history.get(0));
    model.addAttribute("mentions", mentions.of(integration, id, document));
    model.addAttribute("below", below(integration, object));
    return "console/object";
  }

  private static String path(String integration, Stored object) {
    return ObjectPlaces.path(integration, object.dataType(), object.parentId(), object.id());
  }

  /** The object that it is read for, whose own parents stand before it; null where it has none. */
  private Link parent(String integration, Stored object) {
    String above = types.above(object.dataType());
    if (object.parentId().isEmpty() || above.isEmpty()) {
      return null;
    }
    int cut = object.parentId().lastIndexOf('/');
    String id = object.parentId().substring(cut + 1);
    String its = cut < 0 ? "" : object.parentId().substring(0, cut);
    return objects.find(integration, above, id).stream()
        .filter(each -> each.parentId().equals(its))
        .findFirst()
        .map(each -> new Link(each.name(), path(integration, each), null))
        .orElse(new Link(id, null, null));
  }

  private List<Group> below(String integration, Stored object) {
    Map<String, List<Child>> byType = new LinkedHashMap<>();
    for (Child child : objects.below(integration, object)) {
      byType.computeIfAbsent(child.dataType(), type -> new ArrayList<>()).add(child);
    }
    if (object.dataType().equals("policies")) {
      List<Child> apps = objects.governed(integration, object);
      if (!apps.isEmpty()) {
        byType.put("apps", apps);
      }
    }
    Map<ObjectPlaces.Named, ObjectPlaces.Place> meant =
        places.of(
            byType.values().stream()
                .flatMap(List::stream)
                .filter(child -> !types.meant(child.dataType()).equals(child.dataType()))
                .map(child -> meant(integration, child))
                .toList());
    return byType.entrySet().stream()
        .map(
            each ->
                new Group(
                    each.getKey(),
                    each.getValue().stream()
                        .limit(ObjectReader.MOST)
                        .map(child -> link(integration, child, meant))
                        .toList(),
                    each.getValue().size() > ObjectReader.MOST))
        .toList();
  }

  /** A row with the id of a user leads to the user. */
  private Link link(
      String integration, Child child, Map<ObjectPlaces.Named, ObjectPlaces.Place> meant) {
    ObjectPlaces.Place place = meant.get(meant(integration, child));
    if (place != null) {
      return new Link(place.name(), place.path(), child.status());
    }
    return new Link(
        child.name() == null ? child.id() : child.name(),
        ObjectPlaces.path(integration, child.dataType(), child.parentId(), child.id()),
        child.status());
  }

  private ObjectPlaces.Named meant(String integration, Child child) {
    return new ObjectPlaces.Named(integration, types.meant(child.dataType()), child.id());
  }
}
