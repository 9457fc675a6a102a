package org.statecraft.rules;

import java.io.IOException;
import java.io.UncheckedIOException;
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
    try {
      ClassFieldInspector known = ClassFieldAccessorStore.getClassFieldInspector(type, cache);
      Class<?> fieldType = known.getFieldType(field);
      Integer index = known.getFieldNames().get(field);
      return fieldType == null
              || index == null
              || fieldType.isPrimitive()
              || !known.getGetterMethods().containsKey(field)
          ? OF_THE_ENGINE.getClassFieldReader(type, field, cache)
          : new WhenRead(type, field, cache, index, fieldType);
    } catch (IOException e) {
      throw new UncheckedIOException("the class " + type.getName() + " cannot be read", e);
    }
  }

  @Override
  public WriteAccessor getClassFieldWriter(Class<?> type, String field, CacheEntry cache) {
    return new NeverWritten();
  }

  /** The engine wants one to keep. */
  private static final class NeverWritten extends BaseObjectClassFieldWriter {

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

    WhenRead(Class<?> type, String field, CacheEntry cache, int index, Class<?> fieldType) {
      super(index, fieldType, ValueType.determineValueType(fieldType));
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
