# Build: the jar, split into layers that change at different rates, and a Java runtime without what nobody needs.
FROM maven:3.9-eclipse-temurin-21 AS build
WORKDIR /src
COPY pom.xml ./
RUN mvn -B -ntp dependency:go-offline
COPY src ./src
RUN mvn -B -ntp package -DskipTests \
 && java -Djarmode=tools -jar target/okta-data-integration-*.jar extract --layers --destination layers --application-filename application.jar
RUN jlink --add-modules java.se,jdk.unsupported,jdk.crypto.ec,jdk.management,jdk.management.agent,jdk.naming.dns,jdk.zipfs,jdk.charsets,jdk.net,jdk.jfr,jdk.jcmd \
      --strip-debug --no-man-pages --no-header-files --output /java

# Run: non-root; only /app/data is written, and only by the embedded database and a generated data key. With an external database
# and OKTA_DATA_KEY nothing is, so the root file system may be read-only (--read-only --tmpfs /tmp).
FROM debian:12-slim
RUN useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin okta \
 && mkdir -p /app/data && chown okta /app/data
COPY --from=build /java /opt/java
ENV PATH="/opt/java/bin:$PATH"
WORKDIR /app
COPY --from=build /src/layers/dependencies/ ./
COPY --from=build /src/layers/spring-boot-loader/ ./
COPY --from=build /src/layers/snapshot-dependencies/ ./
COPY --from=build /src/layers/application/ ./
COPY routes ./routes
COPY checks ./checks
COPY detections ./detections
USER 10001
VOLUME /app/data
EXPOSE 8080
# It mostly waits: compiling harder costs more than it gains, and G1 would keep marking because of the pages' size.
ENV JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=60 -XX:+ExitOnOutOfMemoryError -XX:+UseSerialGC -XX:TieredStopAtLevel=1"
# The embedded PostgreSQL keeps the memory of a page for the next one, instead of giving it back to the system after each.
ENV MALLOC_TRIM_THRESHOLD_=33554432 MALLOC_MMAP_THRESHOLD_=33554432
# The application writes down where it is asked, which may be configured elsewhere. What JAVA_TOOL_OPTIONS opens for it, such as a
# port for JMX, isn't the check's to open again.
ENV HEALTH_ADDRESS_FILE=/tmp/health-address
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s \
  CMD ["env", "-u", "JAVA_TOOL_OPTIONS", "-u", "JDK_JAVA_OPTIONS", "java", "-Xmx24m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", "application.jar", "org.oktadata.HealthProbe", "/tmp/health-address"]
# Java is process 1 and hears SIGTERM: it ends its requests and its page, within 30 s.
ENTRYPOINT ["java", "-jar", "application.jar"]
