package org.statecraft.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.statecraft.config.ApiConfig;
import org.statecraft.config.Secret;

/** The token of the first start, and how tokens are found. */
class TokenFileTest {

  private final Path file;

  TokenFileTest(@TempDir Path folder) {
    this.file = folder.resolve("data/api-token");
  }

  @Test
  void readOrMake_makesOneForItsOwnerAlone_andKeepsIt() throws Exception {
    Secret made = TokenFile.readOrMake(file);
    assertTrue(made.reveal().length() >= 40, "too short");
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertEquals(made, TokenFile.readOrMake(file));
    Files.delete(file);
    assertTrue(!made.equals(TokenFile.readOrMake(file)), "a new one");
  }

  @Test
  void readOrMake_severalAtOnce_allHaveTheSame() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Secret>> all = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        all.add(() -> TokenFile.readOrMake(file));
      }
      Set<Secret> made = new HashSet<>();
      for (Future<Secret> each : threads.invokeAll(all)) {
        made.add(each.get());
      }
      assertEquals(1, made.size());
      try (var beside = Files.list(file.getParent())) {
        assertEquals(List.of(file), beside.toList());
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void readOrMake_othersCanRead_isRefused() throws Exception {
    TokenFile.readOrMake(file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    IOException refused = assertThrows(IOException.class, () -> TokenFile.readOrMake(file));
    assertTrue(String.valueOf(refused.getMessage()).contains("chmod 600"), refused.getMessage());
  }

  @Test
  void tokens_areFoundByTheWholeOfThem() {
    Tokens tokens = Tokens.ofOperator("me", new Secret("0123456789abcdef0123456789"));
    Caller caller = tokens.find("Bearer 0123456789abcdef0123456789").orElseThrow();
    assertEquals("me", caller.name());
    assertEquals(ApiConfig.Role.OPERATOR, caller.role());
    for (String wrong :
        List.of(
            "Bearer 0123456789abcdef012345678",
            "Bearer 0123456789abcdef0123456789x",
            "Basic 0123456789abcdef0123456789",
            "Bearer ",
            "")) {
      assertEquals(Optional.empty(), tokens.find(wrong), wrong);
    }
    assertEquals(Optional.empty(), tokens.find(null));
  }
}
