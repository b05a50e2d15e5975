package org.oktadata.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.BadSqlGrammarException;

@ExtendWith(OutputCaptureExtension.class)
class EachAloneTest {

  private final EachAlone alone = new EachAlone(LoggerFactory.getLogger(EachAloneTest.class));
  private final List<String> done = new ArrayList<>();

  @Test
  void oneThatFailsLeavesTheOthersAloneAndIsToldOnce(CapturedOutput log) {
    for (int again = 0; again < 3; again++) {
      alone.of(List.of("a", "b", "c"), "Work on %s"::formatted, this::failAtB);
    }
    assertThat(done).containsExactly("a", "c", "a", "c", "a", "c");
    assertThat(log.getOut()).containsOnlyOnce("Work on b: column \"x\" does not exist");
  }

  @Test
  void aDatabaseThatIsAwayIsAwayForAll() {
    assertThatThrownBy(
            () ->
                alone.of(
                    List.of("a", "b"),
                    name -> name,
                    name -> {
                      done.add(name);
                      throw new DataAccessResourceFailureException(
                          "away", new SQLException("gone", "08006"));
                    }))
        .isInstanceOf(DataAccessResourceFailureException.class);
    assertThat(done).containsExactly("a");
  }

  @Test
  void whatTakesTooLongForOneLeavesTheOthersAlone() {
    alone.of(
        List.of("a", "b"),
        name -> name,
        name -> {
          done.add(name);
          if (name.equals("a")) {
            throw new QueryTimeoutException("slow", new SQLException("slow", "57014"));
          }
        });
    assertThat(done).containsExactly("a", "b");
  }

  private void failAtB(String name) {
    if (name.equals("b")) {
      throw new BadSqlGrammarException(
          "select",
          "select x",
          new SQLException("ERROR: column \"x\" does not exist\n  Position: 8", "42703"));
    }
    done.add(name);
  }
}
