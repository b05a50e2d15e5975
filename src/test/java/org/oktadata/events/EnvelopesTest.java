package org.oktadata.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopesTest {

  private static final String A = Events.event("a");
  private static final String B = Events.event("bé");

  private final Envelopes envelopes = new Envelopes();

  @Test
  void findsTheEventOfEventBridgeAndWhoseItIs() {
    Letter letter = open(Events.eventbridge("acme", A));
    assertThat(texts(letter)).containsExactly(A);
    assertThat(letter.integration()).isEqualTo("acme");
    assertThat(letter.refusals()).isEmpty();
  }

  @Test
  void takesAnyDetailTypeAndListsInDetail() {
    String many = Events.eventbridge("acme", "{\"events\":[" + A + ", " + B + " ]}");
    assertThat(texts(open(many.replace("SystemLog", "Anything")))).containsExactly(A, B);
  }

  @Test
  void findsTheEventsOfAnEventHook() {
    assertThat(texts(open(Events.hook(List.of(B, A))))).containsExactly(B, A);
  }

  @Test
  void findsBareEventsAndArraysOfThem() {
    assertThat(texts(open(" \n" + A + "\n"))).containsExactly(A);
    assertThat(texts(open("[" + A + "," + Events.eventbridge("acme", B) + "]")))
        .containsExactly(A, B);
    assertThat(texts(open("\ufeff" + A))).containsExactly(A);
  }

  @Test
  void findsWhatSnsHasWrapped() {
    Letter letter = open(Events.sns(Events.eventbridge("acme", B)));
    assertThat(texts(letter)).containsExactly(B);
    assertThat(letter.integration()).isEqualTo("acme");
  }

  @Test
  void takesAnEventThatHoldsAnotherForOne() {
    String outer = A.substring(0, A.lastIndexOf('}')) + ",\"data\":{\"events\":[" + B + "]}}";
    assertThat(texts(open(outer))).containsExactly(outer);
  }

  @Test
  void takesNothingOfAWrappedTextThatBreaksOff() {
    String sns = Events.sns("[" + A + ",");
    Letter letter = open(sns);
    assertThat(texts(letter)).isEmpty();
    assertThat(letter.refusals()).extracting(Refusal::payload).containsExactly(sns);
  }

  @Test
  void refusesOneElementAndKeepsTheOthers() {
    Letter letter =
        open(Events.hook(List.of(A, "{\"uuid\":\"x\",\"published\":\"yesterday\"}", "7", B)));
    assertThat(texts(letter)).containsExactly(A, B);
    assertThat(letter.broken()).isFalse();
    assertThat(letter.refusals())
        .extracting(Refusal::payload)
        .containsExactly("{\"uuid\":\"x\",\"published\":\"yesterday\"}", "7");
  }

  @Test
  void saysOfAWrappedEventWhatIsWrongWithTheEventAndKeepsTheEnvelope() {
    String bad = A.replaceFirst("\"published\":\"[^\"]+\"", "\"published\":\"yesterday\"");
    for (String wrapped :
        List.of(
            Events.eventbridge("acme", bad),
            Events.hook(List.of(bad)),
            Events.sns(Events.eventbridge("acme", bad)))) {
      Letter letter = open(wrapped);
      assertThat(letter.events()).isEmpty();
      assertThat(letter.refusals())
          .containsExactly(new Refusal("An event whose published is missing or no time.", wrapped));
    }
    Letter several =
        open(Events.eventbridge("acme", "{\"events\":[" + bad + ",{\"uuid\":\"x\"}]}"));
    assertThat(several.refusals())
        .containsExactly(
            new Refusal("An event whose published is missing or no time.", bad),
            new Refusal(
                "An event without an eventType of 1 to 255 characters.", "{\"uuid\":\"x\"}"));
    String cut = Events.sns("[" + bad + "," + bad + "," + A);
    assertThat(open(cut).refusals()).extracting(Refusal::payload).containsExactly(cut);
  }

  @Test
  void knowsWhoseEachEventIsWhereOneMessageBringsEnvelopesOfSeveral() {
    Letter letter =
        open(
            "[%s,%s,%s]"
                .formatted(Events.eventbridge("acme", A), Events.eventbridge("other", B), A));
    assertThat(letter.byIntegration(null))
        .containsOnlyKeys("acme", "other")
        .hasEntrySatisfying("acme", events -> assertThat(texts(events)).containsExactly(A, A))
        .hasEntrySatisfying("other", events -> assertThat(texts(events)).containsExactly(B));
    assertThat(open(Events.hook(List.of(A))).byIntegration("named")).containsOnlyKeys("named");
    assertThat(open(Events.eventbridge("acme", Events.hook(List.of(A)))).byIntegration("named"))
        .containsOnlyKeys("acme");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "7",
        "\"text\"",
        "null",
        "{\"detail\":7}",
        "{\"Message\":\"no JSON\"}",
        "{\"Type\":\"SubscriptionConfirmation\",\"Message\":\"confirm\"}",
        "{\"detail\":{\"uuid\":7,\"published\":\"2026-01-01T00:00:00Z\",\"eventType\":\"a\"}}",
        "{\"uuid\":\"a\",\"published\":\"2026-99-01T00:00:00Z\",\"eventType\":\"a\"}"
      })
  void refusesJsonThatHoldsNoEvent(String json) {
    Letter letter = open(json);
    assertThat(letter.events()).isEmpty();
    assertThat(letter.refusals()).hasSize(1);
    assertThat(letter.refusals().get(0).payload()).isEqualTo(json);
    assertThat(letter.broken()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-31T23:59:59.999Z, true",
    "2026-02-28T00:00:00.000Z, true",
    "2026-02-28T00:00:00Z, true",
    "2026-02-28T00:00:00.000+02:00, true",
    "2026-13-01T00:00:00.000Z, false",
    "2026-00-01T00:00:00.000Z, false",
    "2026-02-30T00:00:00.000Z, false",
    "2026-01-00T00:00:00.000Z, false",
    "2026-01-01T25:00:00.000Z, false",
    "2026-01-01T00:60:00.000Z, false",
    "2026-01-01T00:00:61.000Z, false",
    "0000-01-01T00:00:00.000Z, false",
    "2026-01-01 00:00:00.000Z, false",
    "2026-01-01T00:00:00.00aZ, false"
  })
  void knowsATimeFromWhatIsNone(String published, boolean time) {
    Letter letter =
        open("{\"uuid\":\"a\",\"published\":\"%s\",\"eventType\":\"a\"}".formatted(published));
    assertThat(letter.events()).hasSize(time ? 1 : 0);
    assertThat(letter.refusals()).hasSize(time ? 0 : 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "no JSON", "[1] [2]", "{\"a\":1", "\u0000{}", "{\"a\":\"\n\"}"})
  void callsBrokenWhatIsntJson(String text) {
    Letter letter = open(text);
    assertThat(letter.broken()).isTrue();
    assertThat(letter.events()).isEmpty();
    assertThat(letter.refusals()).hasSize(1);
  }

  @Test
  void callsBrokenWhatIsntUtf8OrNestsTooDeep() {
    assertThat(
            envelopes.open(new byte[] {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'}).broken())
        .isTrue();
    assertThat(open("[".repeat(100_000)).refusals().get(0).reason()).contains("64 levels");
    assertThat(open("{\"a\":".repeat(70) + "1" + "}".repeat(70)).broken()).isTrue();
  }

  @Test
  void keepsAtMost64KbOfWhatItRefuses() {
    Letter letter = open("{\"a\":\"" + "x".repeat(200_000) + "\"}");
    assertThat(letter.refusals().get(0).payload()).hasSize(65_536);
  }

  @Test
  void keepsAHundredRefusalsOfAMessageAloneAndAllOthersInRuns() {
    Letter letter = open("[" + "1,".repeat(250_000) + A + ",{},2]");
    assertThat(texts(letter)).containsExactly(A);
    List<Refusal> runs = letter.refusals().subList(100, letter.refusals().size());
    assertThat(runs).hasSize(9).allMatch(run -> run.payload().length() <= 65_536);
    assertThat(runs.get(0).reason())
        .isEqualTo("32767 parts of one message. Not a System Log event, but a bare value.");
    assertThat(runs.subList(0, 8).stream().mapToLong(run -> ones(run.payload())).sum())
        .isEqualTo(249_900);
    assertThat(runs.get(8).payload()).isEqualTo("[{},2]");
    assertThat(runs.get(8).reason())
        .isEqualTo(
            "2 parts of one message. Not a System Log event: it has neither uuid nor published. Not a System Log event, but a bare value.");
  }

  private long ones(String run) {
    return open(run).refusals().stream()
        .mapToLong(refusal -> refusal.payload().chars().filter(each -> each == '1').count())
        .sum();
  }

  @Test
  void keepsARefusedEventOfARunSoThatItCanBeReplayed() {
    String later =
        A.replaceFirst("\"published\":\"[^\"]+\"", "\"published\":\"9999-12-31T23:59:59.000Z\"");
    assertThat(open(later).events()).isEmpty();
    Letter letter = open("[" + "1,".repeat(100) + later + "," + later + "]");
    assertThat(letter.refusals()).hasSize(101);
    assertThat(letter.refusals().get(100).payload()).isEqualTo("[" + later + "," + later + "]");
  }

  @Test
  void forgetsWhatWasRefusedWithinAnEventAlsoBehindAHundredOthers() {
    String odd = A.replaceFirst("\\{", "{\"data\":[1,2,3],");
    Letter letter = open("[" + "1,".repeat(101) + odd + "]");
    assertThat(texts(letter)).containsExactly(odd);
    assertThat(letter.refusals()).hasSize(101).allMatch(each -> each.payload().equals("1"));
  }

  @Test
  void refusesAnEventOfADayThatIsYetToCome() {
    Instant now = Instant.now();
    String today =
        Events.event("a")
            .replaceFirst("\"published\":\"[^\"]+\"", published(now.plusSeconds(3_600)));
    assertThat(texts(open(today))).containsExactly(today);
    for (String later :
        List.of(
            published(now.plus(Duration.ofDays(3))),
            "\"published\":\"9999-12-31T23:59:59.000Z\"")) {
      Letter letter = open(Events.event("a").replaceFirst("\"published\":\"[^\"]+\"", later));
      assertThat(letter.events()).as(later).isEmpty();
      assertThat(letter.refusals())
          .extracting(Refusal::reason)
          .containsExactly("An event of a day that is yet to come.");
    }
  }

  private static String published(Instant time) {
    return "\"published\":\"" + time.truncatedTo(ChronoUnit.SECONDS) + "\"";
  }

  @Test
  void joinsEventsOfSeveralMessagesIntoOnePage() {
    List<Slice> slices =
        List.of(
            open(Events.eventbridge("acme", A)).events().get(0),
            open(Events.hook(List.of(B))).events().get(0));
    assertThat(new String(Slice.array(slices), StandardCharsets.UTF_8))
        .isEqualTo("[" + A + "," + B + "]");
    assertThat(new String(Slice.array(List.of()), StandardCharsets.UTF_8)).isEqualTo("[]");
  }

  private Letter open(String text) {
    return envelopes.open(text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> texts(Letter letter) {
    return texts(letter.events());
  }

  private static List<String> texts(List<Slice> events) {
    return events.stream()
        .map(s -> new String(s.bytes(), s.from(), s.to() - s.from(), StandardCharsets.UTF_8))
        .toList();
  }

  @Test
  void whatBreaksOffOrIsCompressedIsToldInPlainWords() throws IOException {
    assertThat(reason("[{\"uuid\": \"e1\"".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(
            "The message isn't JSON: Unexpected end-of-input: expected close marker for Object");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write("[]".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(reason(bytes.toByteArray())).startsWith("The message is compressed");
  }

  private static String reason(byte[] body) {
    return new Envelopes().open(body).refusals().get(0).reason();
  }
}
