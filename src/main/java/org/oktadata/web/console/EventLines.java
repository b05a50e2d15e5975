package org.oktadata.web.console;

import java.sql.Timestamp;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.oktadata.findings.EventSearch;
import org.oktadata.store.ReadDatabase;
import org.springframework.stereotype.Component;

/** Reads events that a search found, as lines or whole. */
@Component
class EventLines {

  private final ReadDatabase database;
  private final ObjectPlaces places;

  EventLines(ReadDatabase database, ObjectPlaces places) {
    this.database = database;
    this.places = places;
  }

  /** With the pages of actors and targets, where they have one. */
  List<EventLine> linked(List<EventLine> lines) {
    Map<ObjectPlaces.Named, ObjectPlaces.Place> known =
        places.of(
            lines.stream()
                .flatMap(line -> Stream.of(line.actorNamed(), line.targetNamed()))
                .toList());
    return lines.stream().map(line -> line.leadingTo(known)).toList();
  }

  List<EventLine> of(String integration, List<EventSearch.Key> keys) {
    if (keys.isEmpty()) {
      return List.of();
    }
    return linked(
        database
            .sql(
                EventLine.SELECT
                    + """
                from store.event e join unnest(cast(:times as timestamptz[]), cast(:uuids as text[])) k (published, uuid)
                  on e.published = k.published and e.uuid = k.uuid
                where e.integration = :integration and e.published between :first and :last
                order by e.published desc, e.uuid\
                """)
            .param("integration", integration)
            .param(
                "times",
                keys.stream().map(key -> key.published().toString()).toArray(String[]::new))
            .param("uuids", keys.stream().map(EventSearch.Key::uuid).toArray(String[]::new))
            .param("first", Timestamp.from(keys.get(keys.size() - 1).published()))
            .param("last", Timestamp.from(keys.get(0).published()))
            .query((row, number) -> EventLine.of(row))
            .list());
  }

  /** The newest, whatever they are. */
  List<EventLine> newest(String integration, int most) {
    return linked(
        database
            .sql(
                EventLine.SELECT
                    + "from store.event e where e.integration = ? order by e.published desc, e.uuid"
                    + " limit ?")
            .params(integration, most)
            .query((row, number) -> EventLine.of(row))
            .list());
  }

  Optional<EventLine> find(String integration, String uuid) {
    return database
        .sql(EventLine.SELECT + "from store.event e where e.integration = ? and e.uuid = ? limit 1")
        .params(integration, uuid)
        .query((row, number) -> EventLine.of(row))
        .optional();
  }

  String document(String integration, String uuid) {
    return database
        .sql("select doc::text from store.event where integration = ? and uuid = ? limit 1")
        .params(integration, uuid)
        .query(String.class)
        .single();
  }
}
