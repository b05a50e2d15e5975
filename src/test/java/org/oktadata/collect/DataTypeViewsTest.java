package org.oktadata.collect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The plain view of a data type: times, however Okta calls and writes them. */
class DataTypeViewsTest {

  @TempDir Path folder;

  @Test
  void timesAreReadHoweverOktaCallsAndWritesThem() throws IOException {
    PlannedOrg org =
        new PlannedOrg(
            folder,
            """
            behaviors: {path: /api/v1/behaviors, bucket: b, scope: s, role: r}
            device_assurances: {path: /api/v1/device-assurances, bucket: b, scope: s, role: r}
            """);
    new DataTypeViews(org.database).ensure(org.catalogue.all());
    org.database
        .sql(
            """
            insert into store.resource (integration, data_type, id, doc) values
              ('acme', 'behaviors', 'b1', '{"created": "2025-09-24 04:05:52.0", "lastUpdated": "2025-09-25 04:05:52.0"}'),
              ('acme', 'device_assurances', 'd1', '{"createdDate": "2025-09-18T18:00:31.000Z", "lastUpdate": "2025-09-19T18:00:31.000Z"}')""")
        .update();
    assertThat(
            org.database
                .sql(
                    """
                    select concat_ws(' ', created at time zone 'UTC', last_updated at time zone 'UTC') from okta.behaviors
                    union all
                    select concat_ws(' ', created at time zone 'UTC', last_updated at time zone 'UTC') from okta.device_assurances""")
                .query(String.class)
                .list())
        .containsExactly(
            "2025-09-24 04:05:52 2025-09-25 04:05:52", "2025-09-18 18:00:31 2025-09-19 18:00:31");
  }
}
