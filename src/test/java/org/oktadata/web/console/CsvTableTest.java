package org.oktadata.web.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CsvTableTest {

  private record Line(String name, long number) {}

  @Test
  void noFormulaPassesBehindALineBreak() {
    String formula = "=1+1\nx";
    String safe = "\"'=1+1\nx\"";
    ObjectNode object = JsonNodeFactory.instance.objectNode().put(formula, 2);
    assertThat(CsvTable.row(formula, null, 2)).isEqualTo(safe + ",,2\r\n");
    assertThat(CsvTable.of(Map.of(formula, 2L))).isEqualTo("name,number\r\n" + safe + ",2\r\n");
    assertThat(CsvTable.of(List.of(new Line(formula, 2))))
        .isEqualTo("name,number\r\n" + safe + ",2\r\n");
    assertThat(CsvTable.of(object, null)).isEqualTo("name,number\r\n" + safe + ",2\r\n");
  }
}
