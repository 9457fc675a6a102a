package org.statecraft.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What should be at the API in the course of time, worked out from the requests the webhook has
 * acknowledged, in the order they were sent. The changes of one request hold together.
 */
public final class CampusModel {

  /** Programs with higher keys have no Ed-Fi code. */
  public static final int MAPPED_PROGRAMS = PlainCore.MAPPED_PROGRAMS;

  /** The code of all programs. */
  public static final String PROGRAM_TYPE = PlainCore.TYPE;

  /** What the code of a program's pathway begins with, before the program's key. */
  public static final String PATHWAY = PlainCore.PATHWAY;

  private final CampusRows rows = new CampusRows();
  private final PlainCore core;
  private final List<String> persons;
  private final Map<String, List<CampusRows>> owns = new TreeMap<>();
  private final Map<String, String> signatures = new HashMap<>();
  private final List<CampusRows> shareds = new ArrayList<>();

  /**
   * A model of a district.
   *
   * @param persons the keys of all students there ever are
   * @param withPrograms whether the data standard has {@code ctePrograms}
   */
  public CampusModel(List<String> persons, boolean withPrograms) {
    this.persons = List.copyOf(persons);
    this.core = new PlainCore(withPrograms);
    remember();
  }

  /** A request was taken. */
  public void acknowledged(List<CampusChange> changes) {
    changes.forEach(rows::apply);
    remember();
  }

  private void remember() {
    for (String person : persons) {
      CampusRows own = rows.of(person);
      if (isNew(person, own)) {
        owns.computeIfAbsent(person, none -> new ArrayList<>()).add(own);
      }
    }
    CampusRows shared = rows.shared();
    if (isNew("", shared)) {
      shareds.add(shared);
    }
  }

  private boolean isNew(String whose, CampusRows now) {
    String signature = now.signature();
    return !signature.equals(signatures.put(whose, signature));
  }

  /** What should have been. */
  public Wanted wanted() {
    Map<List<String>, Wanted.Course> records = new HashMap<>();
    Map<List<String>, Set<String>> shared = new HashMap<>();
    Set<List<String>> sharedAtEnd = new HashSet<>();
    for (String person : persons) {
      wanted(person, records, shared, sharedAtEnd);
    }
    return new Wanted(
        records, shared, sharedAtEnd, Set.of(PlainCore.ASSOCIATIONS, PlainCore.PROGRAMS));
  }

  private void wanted(
      String person,
      Map<List<String>, Wanted.Course> records,
      Map<List<String>, Set<String>> shared,
      Set<List<String>> sharedAtEnd) {
    List<List<Map<List<String>, String>>> grid = new ArrayList<>();
    Set<List<String>> ever = new HashSet<>();
    for (CampusRows own : owns.get(person)) {
      List<Map<List<String>, String>> line = new ArrayList<>();
      for (CampusRows each : shareds) {
        Map<List<String>, String> now = core.records(person, own, each);
        ever.addAll(now.keySet());
        line.add(now);
      }
      grid.add(line);
    }
    List<Map<List<String>, String>> lastLine = grid.get(grid.size() - 1);
    Set<List<String>> atEnd = lastLine.get(lastLine.size() - 1).keySet();
    for (List<String> record : ever) {
      if (record.get(0).equals(PlainCore.PROGRAMS)) {
        Set<String> may = shared.computeIfAbsent(record, none -> new HashSet<>());
        grid.forEach(line -> line.forEach(now -> addIfThere(may, now.get(record))));
        if (atEnd.contains(record)) {
          sharedAtEnd.add(record);
        }
      } else {
        records.put(record, course(record, grid));
      }
    }
  }

  private static void addIfThere(Set<String> contents, String content) {
    if (content != null) {
      contents.add(content);
    }
  }

  private static Wanted.Course course(
      List<String> record, List<List<Map<List<String>, String>>> grid) {
    return new Wanted.Course(
        grid.stream()
            .map(line -> line.stream().map(now -> Optional.ofNullable(now.get(record))).toList())
            .toList());
  }
}
