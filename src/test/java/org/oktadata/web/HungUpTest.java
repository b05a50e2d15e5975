package org.oktadata.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;

import java.io.IOException;
import org.apache.catalina.connector.ClientAbortException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Styles of the login page come without an account, so whoever likes breaks off reading them. */
@ExtendWith(OutputCaptureExtension.class)
class HungUpTest {

  @RestController
  static class LongAnswer {

    @GetMapping("/long")
    void write() throws IOException {
      throw new ClientAbortException(new IOException("Broken pipe"));
    }
  }

  @Test
  void whoeverHangsUpIsToldNothingAndWritesNoLog(CapturedOutput log) throws Exception {
    MockMvc server =
        MockMvcBuilders.standaloneSetup(new LongAnswer())
            .setControllerAdvice(new Problems())
            .build();
    server.perform(get("/long")).andExpect(content().string(""));
    assertThat(log.getAll()).doesNotContain("Broken pipe");
  }
}
