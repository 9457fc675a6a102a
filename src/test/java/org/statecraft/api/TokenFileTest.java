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
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.statecraft.config.Secret;

class TokenFileTest {

  private static final int SERVERS = 16;

  private final Path file;

  TokenFileTest(@TempDir Path folder) {
    this.file = folder.resolve("data").resolve("api-token");
  }

  @Test
  void serversThatStartTogether_haveOneToken() throws Exception {
    ExecutorService servers = Executors.newFixedThreadPool(SERVERS);
    try {
      List<Callable<Secret>> starts = new ArrayList<>();
      for (int i = 0; i < SERVERS; i++) {
        starts.add(() -> TokenFile.readOrMake(file));
      }
      Set<String> tokens = new HashSet<>();
      for (Future<Secret> each : servers.invokeAll(starts)) {
        tokens.add(each.get().reveal());
      }
      assertEquals(1, tokens.size());
      try (var files = Files.list(file.getParent())) {
        assertEquals(List.of(file), files.toList());
      }
    } finally {
      servers.shutdownNow();
    }
  }

  @Test
  void fileThatOthersCanRead_isRefused() throws Exception {
    TokenFile.readOrMake(file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    IOException refused = assertThrows(IOException.class, () -> TokenFile.readOrMake(file));
    assertTrue(refused.toString().contains("chmod 600"), refused.toString());
  }
}
