package org.statecraft.rules;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Set;
import org.drools.base.rule.accessor.ReadAccessor;
import org.drools.core.base.ClassFieldAccessorCache;
import org.drools.core.base.FieldAccessorFactory;
import org.junit.jupiter.api.Test;
import org.kie.api.definition.type.FactType;
import org.statecraft.config.Problems;
import org.statecraft.packs.PackReader;
import org.statecraft.packs.RulePack;

class FieldAccessorsTest {

  private final Compiled compiled;

  FieldAccessorsTest() {
    RulePack pack = new PackReader(Path.of("rules"), Path.of("descriptors")).read("core");
    Problems problems = new Problems();
    this.compiled = new RuleCompiler(problems).compile(pack);
    problems.throwIfAny();
  }

  @Test
  void engine_readsFieldsByThisService() {
    assertInstanceOf(FieldAccessors.class, FieldAccessorFactory.get());
  }

  @Test
  void reader_ofEveryField_tellsTypeAndValue() throws ReflectiveOperationException {
    FactType type = compiled.base().getFactType(EngineBuild.PACKAGE, "CareerTechInYear");
    Class<?> fact = type.getFactClass();
    Object one = type.newInstance();
    ClassFieldAccessorCache.CacheEntry cache =
        new ClassFieldAccessorCache(fact.getClassLoader()).getCacheEntry(fact);
    assertFalse(type.getFields().isEmpty());
    for (var field : type.getFields()) {
      ReadAccessor reader =
          requireNonNull(new FieldAccessors().getClassFieldReader(fact, field.getName(), cache));
      assertEquals(field.getType(), reader.getExtractToClass(), field.getName());
      assertTrue(reader.isNullValue(null, one), field.getName());
    }
  }

  @Test
  void reader_ofAField_givesItsValue() {
    Class<?> fact = requireNonNull(compiled.types().get("Exclusion"));
    Object one = new FactMaker(fact, 2).make("what", "why");
    ClassFieldAccessorCache.CacheEntry cache =
        new ClassFieldAccessorCache(fact.getClassLoader()).getCacheEntry(fact);
    ReadAccessor reader =
        requireNonNull(new FieldAccessors().getClassFieldReader(fact, "reason", cache));
    assertEquals("why", reader.getValue(null, one));
    assertEquals("why", reader.getValue(one));
  }

  @Test
  void writer_refuses() {
    Class<?> fact = requireNonNull(compiled.types().get("Exclusion"));
    ClassFieldAccessorCache.CacheEntry cache =
        new ClassFieldAccessorCache(fact.getClassLoader()).getCacheEntry(fact);
    var writer = requireNonNull(new FieldAccessors().getClassFieldWriter(fact, "reason", cache));
    assertThrows(UnsupportedOperationException.class, () -> writer.setValue(new Object(), "x"));
  }

  @Test
  void facts_thatNoRuleHasToDoWith_areNotCompiled() {
    Set<String> types = compiled.types().keySet();
    assertTrue(
        types.containsAll(Set.of("Student", "Enrollment", "Exclusion", "Remark")), "" + types);
    // Tables of the catalogue that other packs look at.
    assertFalse(types.contains("Homeless") || types.contains("Lep"), "" + types);
    assertTrue(compiled.parsed().types().names().containsAll(Set.of("Homeless", "Lep")));
  }
}
