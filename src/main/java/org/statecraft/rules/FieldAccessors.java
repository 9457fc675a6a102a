package org.statecraft.rules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.drools.base.base.ClassFieldInspector;
import org.drools.base.base.ValueResolver;
import org.drools.base.base.ValueType;
import org.drools.base.base.extractors.BaseObjectClassFieldReader;
import org.drools.base.rule.accessor.ReadAccessor;
import org.drools.base.rule.accessor.WriteAccessor;
import org.drools.core.base.ClassFieldAccessorCache.CacheEntry;
import org.drools.core.base.FieldAccessorFactory;
import org.drools.mvel.accessors.BaseObjectClassFieldWriter;
import org.drools.mvel.accessors.ClassFieldAccessorStore;
import org.drools.mvel.asm.ClassFieldAccessorFactory;
import org.jspecify.annotations.Nullable;

/**
 * How the engine reads the fields of facts. By itself it makes two classes for every field of every
 * fact when it compiles a pack, one that reads and one that writes, and asks for few of the first
 * and none of the others: rules cannot write. Here a class is made when a field is first read. The
 * engine finds this service because of its priority.
 */
public final class FieldAccessors implements FieldAccessorFactory {

  private static final FieldAccessorFactory OF_THE_ENGINE = new ClassFieldAccessorFactory();

  /** Made by the engine. */
  public FieldAccessors() {}

  @Override
  public int servicePriority() {
    return OF_THE_ENGINE.servicePriority() + 1;
  }

  @Override
  public @Nullable ReadAccessor getClassFieldReader(Class<?> type, String field, CacheEntry cache) {
    return Field.of(type, field, cache)
        .<ReadAccessor>map(known -> new WhenRead(type, field, cache, known))
        .orElseGet(() -> OF_THE_ENGINE.getClassFieldReader(type, field, cache));
  }

  @Override
  public @Nullable WriteAccessor getClassFieldWriter(
      Class<?> type, String field, CacheEntry cache) {
    return Field.of(type, field, cache)
        .<WriteAccessor>map(NeverWritten::new)
        .orElseGet(() -> OF_THE_ENGINE.getClassFieldWriter(type, field, cache));
  }

  /** A field with a getter, of a type that is a class, as all are that rules declare. */
  private record Field(int index, Class<?> type, ValueType valueType) {

    static Optional<Field> of(Class<?> fact, String name, CacheEntry cache) {
      try {
        ClassFieldInspector known = ClassFieldAccessorStore.getClassFieldInspector(fact, cache);
        Class<?> type = known.getFieldType(name);
        Integer index = known.getFieldNames().get(name);
        return type == null
                || index == null
                || type.isPrimitive()
                || !known.getGetterMethods().containsKey(name)
            ? Optional.empty()
            : Optional.of(new Field(index, type, ValueType.determineValueType(type)));
      } catch (IOException e) {
        throw new UncheckedIOException("the class " + fact.getName() + " cannot be read", e);
      }
    }
  }

  /** The engine wants one to keep. */
  private static final class NeverWritten extends BaseObjectClassFieldWriter {

    NeverWritten(Field field) {
      super(field.index(), field.type(), field.valueType());
    }

    @Override
    public void setValue(Object fact, Object value) {
      throw new UnsupportedOperationException("rules cannot write the fields of facts");
    }
  }

  private static final class WhenRead extends BaseObjectClassFieldReader {

    private final Class<?> type;
    private final String field;
    private final CacheEntry cache;
    private volatile @Nullable ReadAccessor made;

    WhenRead(Class<?> type, String field, CacheEntry cache, Field known) {
      super(known.index(), known.type(), known.valueType());
      this.type = type;
      this.field = field;
      this.cache = cache;
    }

    @Override
    public Object getValue(ValueResolver resolver, Object fact) {
      ReadAccessor reader = made;
      if (reader == null) {
        reader = make();
      }
      return reader.getValue(resolver, fact);
    }

    private synchronized ReadAccessor make() {
      ReadAccessor reader = made;
      if (reader == null) {
        reader = OF_THE_ENGINE.getClassFieldReader(type, field, cache);
        made = reader;
      }
      return reader;
    }
  }
}
