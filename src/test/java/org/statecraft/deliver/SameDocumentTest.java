package org.statecraft.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.statecraft.edfi.CanonicalJson;
import org.statecraft.edfi.ResourceBody;

class SameDocumentTest {

  private static final String SENT =
      "{'a':'x','n':1,'ref':{'id1':7},'items':[{'k':'1'},{'k':'2','v':true}]}";

  @Test
  void is_whatTheApiAddsDoesNotCount() {
    check(
        true,
        "{'id':'f00','_etag':'5','_lastModifiedDate':'2025','a':'x','n':1.0,'empty':[],'none':null,"
            + "'ref':{'id1':7,'link':{'rel':'R','href':'/x/1'}},"
            + "'items':[{'v':true,'k':'2'},{'k':'1','_etag':'9'}]}");
  }

  @Test
  void is_anyOtherDifferenceDoes() {
    check(false, SENT.replace("'x'", "'y'"));
    check(false, SENT.replace("'n':1", "'n':2"));
    check(false, SENT.replace("'n':1,", ""));
    check(false, SENT.replace("'n':1", "'n':1,'more':2"));
    check(false, SENT.replace("'id1':7", "'id1':8"));
    check(false, SENT.replace("{'k':'1'},", ""));
    check(false, SENT.replace("{'k':'1'},", "{'k':'1'},{'k':'1'},"));
    check(false, SENT.replace("'v':true", "'v':'true'"));
    check(false, "[]");
  }

  private static void check(boolean same, String found) {
    assertEquals(
        same,
        SameDocument.is(
            ResourceBody.of(CanonicalJson.read(SENT.replace('\'', '"'))),
            CanonicalJson.read(found.replace('\'', '"'))),
        found);
  }
}
