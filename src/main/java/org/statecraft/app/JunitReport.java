package org.statecraft.app;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.statecraft.cases.CaseResult;

/** Writes the results of cases in the XML that JUnit made common. */
final class JunitReport {

  private JunitReport() {}

  static void write(Path file, List<TestRun.Tested> packs) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Files.writeString(file, xml(packs), StandardCharsets.UTF_8);
  }

  private static String xml(List<TestRun.Tested> packs) {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(text);
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeCharacters("\n");
      xml.writeStartElement("testsuites");
      for (TestRun.Tested each : packs) {
        suite(xml, each);
      }
      xml.writeCharacters("\n");
      xml.writeEndElement();
      xml.writeEndDocument();
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("a text in memory cannot be written", e);
    }
    return text.append('\n').toString();
  }

  private static void suite(XMLStreamWriter xml, TestRun.Tested pack) throws XMLStreamException {
    xml.writeCharacters("\n  ");
    xml.writeStartElement("testsuite");
    xml.writeAttribute("name", pack.pack());
    xml.writeAttribute("tests", Integer.toString(pack.results().size()));
    xml.writeAttribute("failures", Long.toString(pack.failed()));
    xml.writeAttribute("errors", Integer.toString(pack.problems().size()));
    xml.writeAttribute("time", String.format(Locale.ROOT, "%.3f", pack.took().toMillis() / 1e3));
    for (CaseResult each : pack.results()) {
      testcase(xml, each);
    }
    if (!pack.problems().isEmpty()) {
      xml.writeCharacters("\n    ");
      xml.writeStartElement("system-err");
      pack.problems().forEach(each -> text(xml, each + "\n"));
      xml.writeEndElement();
    }
    xml.writeCharacters("\n  ");
    xml.writeEndElement();
  }

  private static void testcase(XMLStreamWriter xml, CaseResult result) throws XMLStreamException {
    xml.writeCharacters("\n    ");
    xml.writeStartElement("testcase");
    xml.writeAttribute("classname", result.of().pack() + "/" + result.of().file());
    xml.writeAttribute("name", clean(result.of().name()));
    if (!result.holds()) {
      xml.writeStartElement("failure");
      xml.writeAttribute(
          "message", clean(result.failures().get(0).lines().findFirst().orElse("does not hold")));
      text(xml, result.report());
      xml.writeEndElement();
    }
    xml.writeEndElement();
  }

  /** Without the characters that XML cannot hold. */
  private static String clean(String text) {
    return text.replaceAll("[^\\t\\n\\r\\x20-\\uD7FF\\uE000-\\uFFFD]", "?");
  }

  private static void text(XMLStreamWriter xml, String text) {
    try {
      xml.writeCharacters(clean(text));
    } catch (XMLStreamException e) {
      throw new IllegalStateException("a text in memory cannot be written", e);
    }
  }
}
