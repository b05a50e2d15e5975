# Build: the jar, split into layers that change at different rates.
FROM maven:3.9-eclipse-temurin-21 AS build
WORKDIR /src
COPY pom.xml ./
RUN mvn -B -ntp dependency:go-offline
COPY src ./src
RUN mvn -B -ntp package -DskipTests \
 && java -Djarmode=tools -jar target/okta-data-integration-*.jar extract --layers --destination layers --application-filename application.jar

# Run: non-root; only /app/data is written, so the root file system may be read-only (--read-only --tmpfs /tmp).
FROM eclipse-temurin:21-jre
RUN useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin okta \
 && mkdir -p /app/data && chown okta /app/data
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
HEALTHCHECK --interval=15s --timeout=3s --start-period=60s \
  CMD ["java", "-cp", "application.jar", "org.oktadata.HealthProbe"]
ENTRYPOINT ["java", "-jar", "application.jar"]
