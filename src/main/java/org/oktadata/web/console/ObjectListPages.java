package org.oktadata.web.console;

import java.util.List;
import java.util.NoSuchElementException;
import org.oktadata.catalogue.Catalogue;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;

/** What is collected: how much there is of each data type, and the objects of one. */
@Controller
class ObjectListPages {

  private final ChosenIntegration chosen;
  private final ObjectCounts counts;
  private final ObjectLines lines;
  private final ObjectTypes types;
  private final Catalogue catalogue;

  ObjectListPages(
      ChosenIntegration chosen,
      ObjectCounts counts,
      ObjectLines lines,
      ObjectTypes types,
      Catalogue catalogue) {
    this.chosen = chosen;
    this.counts = counts;
    this.lines = lines;
    this.types = types;
    this.catalogue = catalogue;
  }

  @GetMapping("/objects")
  String all(@RequestParam(required = false) String integration, Model model) {
    String name = chosen.of(integration, model);
    model.addAttribute("counts", counts.of(name));
    return "console/objects";
  }

  @GetMapping(path = "/objects/{integration}/{type}", params = "!id")
  String objects(
      @PathVariable String integration,
      @PathVariable String type,
      @ModelAttribute("search") ObjectSearch search,
      @RequestHeader(name = "HX-Request", required = false) String part,
      Model model) {
    if (ObjectPlaces.hasPageOfItsOwn(type)) {
      return "redirect:/" + type + "?integration=" + chosen.known(integration);
    }
    if (catalogue.find(type).filter(each -> !each.isLog()).isEmpty()) {
      throw new NoSuchElementException(
          "There is no data type " + type + " whose objects are listed.");
    }
    List<ObjectLines.Line> found = lines.find(chosen.known(integration), type, search);
    boolean more = found.size() > ObjectLines.PAGE;
    model.addAttribute("integration", integration);
    model.addAttribute("type", type);
    model.addAttribute("above", types.above(type));
    model.addAttribute("lines", more ? found.subList(0, ObjectLines.PAGE) : found);
    model.addAttribute("kinds", found.stream().anyMatch(line -> line.kind() != null));
    model.addAttribute("next", more ? found.get(ObjectLines.PAGE - 1) : null);
    return part == null ? "console/object-list" : "console/object-list :: results";
  }
}
