package org.statecraft.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.statecraft.admin.AuditedChange;
import org.statecraft.admin.CheckJson;
import org.statecraft.admin.EditedFolder;
import org.statecraft.admin.EditedPacks;
import org.statecraft.admin.PackDesk;
import org.statecraft.admin.PackJson;
import org.statecraft.config.YamlNode;
import org.statecraft.connections.ConnectionFile;
import org.statecraft.edfi.CanonicalJson;
import org.statecraft.reload.PackState;
import org.statecraft.reload.Revision;

/** Packs: what is in force, its revisions, putting one back, and checking an edit. */
final class PackHandlers implements AllHandlers.Subject {

  private final Scene scene;
  private final Workers workers;
  private final PackDesk desk;

  PackHandlers(Scene scene, Workers workers) {
    this.scene = scene;
    this.workers = workers;
    this.desk = new PackDesk(scene.database(), scene.clock());
  }

  @Override
  public void addTo(Handlers handlers) {
    handlers
        .read("listPacks", this::list)
        .read("listRevisions", this::revisions)
        .read("checkPacks", this::check)
        .change("rollBackPack", this::rollBack);
  }

  private Future<Answer> list(Call call) {
    List<PackState> all = List.copyOf(scene.packStates().get().values());
    return Future.succeededFuture(
        Answer.ok(Page.of(call, all, PackState::pack, each -> json(call, each))));
  }

  private static ObjectNode json(Call call, PackState state) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("pack", state.pack()).put("revision", state.revision());
    json.put("since", state.since().toString()).put("asOnDisk", state.isAsOnDisk());
    state.problems().forEach(json.putArray("problems")::add);
    ArrayNode connections = json.putArray("connections");
    call.connections().stream()
        .filter(each -> each.pack().equals(state.pack()))
        .forEach(each -> connections.add(each.name().value()));
    return json;
  }

  private Future<Answer> revisions(Call call) {
    return desk.revisions(call.query("pack").stream().toList())
        .map(
            all ->
                Answer.ok(
                    Page.of(call, all, each -> each.pack() + " " + each.revision(), PackJson::of)));
  }

  private Future<Answer> check(Call call) {
    YamlNode body = call.body();
    List<String> asked = body.get("packs").texts();
    Map<String, String> files = SentFiles.of(body.get("files"));
    call.check();
    return workers.run(() -> Answer.ok(check(asked, files)));
  }

  private JsonNode check(List<String> asked, Map<String, String> files)
      throws IOException, InterruptedException {
    try (EditedFolder folder = EditedFolder.open(scene.source(), files)) {
      EditedPacks packs = new EditedPacks(folder.rules(), folder.descriptors());
      packs
          .unknown(asked)
          .ifPresent(
              message -> {
                throw ApiProblem.notThere(message);
              });
      List<EditedPacks.Result> results = packs.check(packs.names(asked));
      return CanonicalJson.read(
          folder.plain(CheckJson.of(results, packs.problems(results)).toString()));
    }
  }

  private AuditedChange<Answer> rollBack(Call call) {
    String pack = call.path("pack");
    List<ConnectionFile> users =
        scene.connections().stream().filter(each -> each.connection().pack().equals(pack)).toList();
    if (users.isEmpty()) {
      throw ApiProblem.notThere("no connection uses a pack '" + pack + "'");
    }
    if (!users.stream().allMatch(each -> call.caller().maySee(each.connection()))) {
      throw new ApiProblem(
          403, "Not allowed", "districts that this token is not for use the pack " + pack + " too");
    }
    YamlNode body = call.body();
    String revision = body.require("revision").text();
    String reason = body.get("reason").text("");
    return desk.rollingBack(pack, revision, call.caller().name(), reason)
        .then(done -> told(pack, revision, done));
  }

  private Future<Answer> told(String pack, String revision, PackDesk.RollBack done) {
    return switch (done.result()) {
      case UNKNOWN ->
          Future.failedFuture(
              ApiProblem.notThere("the pack " + pack + " has no revision " + revision));
      case AMBIGUOUS ->
          Future.failedFuture(
              ApiProblem.conflict("more than one revision of " + pack + " begins so"));
      case IN_FORCE, PUT_BACK ->
          desk.revisions(List.of(pack))
              .map(
                  all ->
                      all.stream()
                          .filter(each -> each.state() == Revision.State.LIVE)
                          .findFirst()
                          .map(now -> Answer.ok(PackJson.of(now)))
                          .orElseThrow());
    };
  }
}
