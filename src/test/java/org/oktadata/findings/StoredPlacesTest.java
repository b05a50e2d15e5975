package org.oktadata.findings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A group that has matches must never be taken for one that has none. */
class StoredPlacesTest {

  private static final int MANY = 50_000;

  @Test
  void whatIsThereIsFoundAndLittleElse() {
    StoredPlaces places = new StoredPlaces(MANY);
    IntStream.range(0, MANY).forEach(n -> places.add(place("stored", n)));
    assertThat(IntStream.range(0, MANY)).allMatch(n -> places.has(place("stored", n)));
    assertThat(IntStream.range(0, MANY).filter(n -> places.has(place("new", n))).count())
        .isLessThan(MANY / 50);
  }

  @Test
  void moreThanItWasMadeForIsNotLostButTold() {
    StoredPlaces places = new StoredPlaces(100);
    IntStream.range(0, 1_000).forEach(n -> places.add(place("stored", n)));
    assertThat(IntStream.range(0, 1_000)).allMatch(n -> places.has(place("stored", n)));
    assertThat(places.isFull()).isTrue();
  }

  private static UUID place(String kind, int number) {
    return Digest.of(kind + number);
  }
}
