package org.statecraft.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Who makes a change; it is kept with the change, and in the audit log. */
final class AuthorOption {

  @Option(
      names = "--by",
      paramLabel = "<name>",
      defaultValue = "${sys:user.name}",
      converter = Name.class,
      description = "Who does this. Default: the user of the machine, ${DEFAULT-VALUE}")
  private String name = "";

  String name() {
    return name;
  }

  /** A change is nobody's only if somebody hides. */
  static final class Name implements ITypeConverter<String> {

    @Override
    public String convert(String name) {
      if (name.isBlank()) {
        throw new TypeConversionException("it needs a name");
      }
      return name;
    }
  }
}
