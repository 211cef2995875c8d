// What `writ lint` is made of, but the lints themselves.

#include <simdjson.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <set>

#include "engine/api/load.hpp"
#include "grammar/render.hpp"
#include "tools/lint/fix.hpp"
#include "tools/lint/glob.hpp"
#include "tools/lint/report.hpp"
#include "tools/lint/run.hpp"
#include "tools/lint/walk.hpp"

namespace writ::lint {
namespace {

TEST_CASE("patterns of paths") {
  CHECK(fits("**", "a"));
  CHECK(fits("**/*_test.writ", "a_test.writ"));
  CHECK(fits("**/*_test.writ", "x/y/a_test.writ"));
  CHECK_FALSE(fits("**/*_test.writ", "x/y/a_test.writ.old"));
  CHECK(fits("generated/**", "generated/x/y.writ"));
  CHECK_FALSE(fits("generated/**", "x/generated/y.writ"));
  CHECK(fits("generated", "x/generated/y.writ"));
  CHECK(fits("*.writ", "x/y.writ"));
  CHECK(fits("a/*/c.writ", "a/b/c.writ"));
  CHECK_FALSE(fits("a/*/c.writ", "a/b/b/c.writ"));
  CHECK(fits("a/**/c.writ", "a/c.writ"));
  CHECK(fits("a/**/b/**/c.writ", "a/x/b/y/b/z/c.writ"));
  CHECK(fits("./a/../b/c.writ", "b/c.writ"));
  CHECK(fits("?.writ", "中.writ"));
  CHECK_FALSE(fits("?.writ", "中中.writ"));
  CHECK_FALSE(fits("a*b*c*d*e*f*g*h*.writ", std::string(5000, 'a')));
  CHECK(seen_from("/p", "/p/q", "../a.writ") == "a.writ");
  CHECK(seen_from("/p", "/p/q", "a.writ") == "q/a.writ");
  CHECK(seen_from("/p", "/q", "a.writ") == "a.writ");
  CHECK(seen_from("/p", "/q", "/p/x/./a.writ") == "x/a.writ");
}

/// A file of many lines with a little of everything.
std::string long_policy(int decisions) {
  std::string text =
      "policy long \"A long one\"\n\nrecord Card {\n  sent : Instant\n  ok : Bool\n}\nfact cards : list of Card\n";
  for (int i = 0; i < decisions; ++i) {
    const std::string n = std::to_string(i);
    text += "\nfact paid_" + n + " : Bool\nfact count_" + n + " : Int\nfact at_" + n + " : Instant\n" +
            "parameter most_" + n + " : Int = " + n + "\n" + "define recent_" + n +
            " : Int = count of card in cards where card.ok and card.sent > at_" + n + "\n" +
            "\n/// May it be sent?\ndecision send_" + n + " : permission\n  permit seller_" + n + "\n    when paid_" +
            n + "\n  forbid many_" + n + "\n    when recent_" + n + " > most_" + n + " or count_" + n + " > most_" + n +
            "\n    because en \"more than {most_" + n + "}\"\n            zh \"超过{most_" + n + "}\"\n  forbid late_" +
            n + "\n    when now > at_" + n + " + 48h\n    because en \"late {at_" + n + "}\"\n            zh \"迟\"\n" +
            "\ntest \"number " + n + "\"\n  given paid_" + n + " = true\n  given count_" + n +
            " = 1\n  given cards = []\n" + "  given at_" + n +
            " = 2025-01-01T00:00:00Z\n  at 2025-01-01T00:00:00Z\n  expect send_" + n + " is permitted by seller_" + n +
            "\n";
  }
  return text;
}

template <typename Work>
double milliseconds(Work work) {
  double best = 1e9;
  for (int i = 0; i < 3; ++i) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begin;
    best = std::min(best, took.count());
  }
  return best;
}

TEST_CASE("a file of 5,000 lines is linted while somebody types") {
  std::string text = long_policy(190);
  REQUIRE(std::count(text.begin(), text.end(), '\n') >= 5000);
  const Loaded loaded = load({{"long.writ", text}});
  INFO(render(loaded.diagnostics, *loaded.sources));
  REQUIRE(loaded.model != nullptr);
  const Settings settings = Settings::standard();
  const Subject subject{*loaded.sources, *loaded.files, *loaded.model, settings, 20000};
  std::size_t findings = 0;
  const double linting = milliseconds([&] { findings = run(subject).size(); });
  const double loading = milliseconds([&] { load({{"long.writ", text}}); });
  std::string slow;
  for (const Row& row : table()) {
    if (row.check == nullptr) continue;
    const double took = milliseconds([&] {
      Findings found;
      row.check(subject, found);
    });
    if (took > 1) slow += std::string(row.id) + " " + std::to_string(took) + " ms\n";
  }
  CAPTURE(linting, loading, findings, slow);
  // Machines differ, and what is measured here may be built without optimisation: parsing and checking is the measure.
  CHECK(linting < std::max(100.0, 5 * loading));
  WARN("linted in " << linting << " ms, parsed and checked in " << loading << " ms, " << findings << " findings\n"
                    << slow);
}

const std::string shop =
    "policy shop \"A \\\"shop\\\"\"\n\nfact paid : Bool\nfact count : Int\n\n/// May it be sent?\n"
    "decision ship : permission\n  permit one\n    when not not paid\n  permit two\n    when 3 < count and not not "
    "paid\n";

TEST_CASE("findings are in order, have subjects, and are known again") {
  const Loaded loaded = load({{"shop.writ", shop}});
  REQUIRE(loaded.model != nullptr);
  const Settings settings = Settings::standard();
  const Subject subject{*loaded.sources, *loaded.files, *loaded.model, settings};
  const Findings findings = run(subject);
  REQUIRE(findings.size() >= 3);
  for (std::size_t i = 1; i < findings.size(); ++i) CHECK(findings[i - 1].place.begin <= findings[i].place.begin);
  CHECK(findings.front().subject == "shop.ship.one");
  CHECK(findings.back().subject == "shop.ship.two");
  const auto known_as = fingerprints(subject, findings);
  CHECK(std::set<std::string>(known_as.begin(), known_as.end()).size() == findings.size());
  CHECK(known_as == fingerprints(subject, run(subject)));
}

TEST_CASE("what is mended still checks, and mending it again does nothing") {
  const Settings settings = Settings::standard();
  const Wanted all = [](const Finding&, const std::string&) { return true; };
  const Mended mended = mend({{"shop.writ", shop}}, settings, {}, all);
  CHECK(mended.failed.empty());
  CHECK(mended.texts.front().text.find("not not") == std::string::npos);
  CHECK(load(mended.texts).model != nullptr);
  const Mended again = mend(mended.texts, settings, {}, all);
  CHECK(again.done.empty());
  CHECK(again.texts.front().text == mended.texts.front().text);
  const Mended nothing = mend({{"shop.writ", shop}}, settings, {}, [](const auto&, const auto&) { return false; });
  CHECK(nothing.texts.front().text == shop);
}

// ---- SARIF --------------------------------------------------------------------------------------------------------

namespace json = simdjson::dom;

void check_region(json::element region, bool may_be_empty) {
  const auto line = std::int64_t(region["startLine"]);
  const auto end_line = std::int64_t(region["endLine"]);
  const auto column = std::int64_t(region["startColumn"]);
  const auto end_column = std::int64_t(region["endColumn"]);
  CHECK(line >= 1);
  CHECK(column >= 1);
  CHECK(end_line >= line);
  if (line == end_line) CHECK(end_column >= column + (may_be_empty ? 0 : 1));
}

void check_uri(json::element artifact) {
  const std::string_view uri = artifact["uri"];
  CHECK(uri.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/@!$&'()*+,;=%:") ==
        std::string_view::npos);
}

/// What the schema of SARIF 2.1.0 asks for, of the members that are written here.
void check_sarif(const std::string& text, std::size_t results) {
  json::parser parser;
  const json::element log = parser.parse(text);
  CHECK(std::string_view(log["version"]) == "2.1.0");
  CHECK(std::string_view(log["$schema"]).starts_with("https://"));
  REQUIRE(json::array(log["runs"]).size() == 1);
  const json::element run = json::array(log["runs"]).at(0);
  const json::element driver = run["tool"]["driver"];
  CHECK(std::string_view(driver["name"]) == "writ");
  CHECK(std::string_view(run["columnKind"]) == "unicodeCodePoints");
  std::vector<std::string> ids;
  for (const json::element rule : json::array(driver["rules"])) {
    const std::string_view id = rule["id"];
    ids.emplace_back(id);
    CHECK_FALSE(std::string_view(rule["shortDescription"]["text"]).empty());
    const std::string_view word = rule["defaultConfiguration"]["level"];
    const std::string level(word);
    CHECK(std::set<std::string>{"note", "warning", "error"}.contains(level));
  }
  CHECK(std::set<std::string>(ids.begin(), ids.end()).size() == ids.size());
  CHECK(json::array(run["results"]).size() == results);
  for (const json::element result : json::array(run["results"])) {
    const auto index = std::uint64_t(result["ruleIndex"]);
    REQUIRE(index < ids.size());
    CHECK(ids[index] == std::string_view(result["ruleId"]));
    CHECK_FALSE(std::string_view(result["message"]["text"]).empty());
    REQUIRE(json::array(result["locations"]).size() == 1);
    const json::element place = json::array(result["locations"]).at(0)["physicalLocation"];
    check_region(place["region"], true);
    check_uri(place["artifactLocation"]);
    json::array fixes;
    if (result["fixes"].get(fixes) != simdjson::SUCCESS) continue;
    for (const json::element fix : fixes) {
      for (const json::element change : json::array(fix["artifactChanges"])) {
        check_uri(change["artifactLocation"]);
        REQUIRE(json::array(change["replacements"]).size() > 0);
        for (const json::element one : json::array(change["replacements"])) check_region(one["deletedRegion"], true);
      }
    }
  }
}

TEST_CASE("SARIF has what its readers need") {
  const Settings settings = Settings::standard();
  for (const std::string name : {"shop.writ", "/a dir/商 店: 50% #1.writ", "c:d.writ"}) {
    const Loaded loaded = load({{name, shop}});
    const Subject subject{*loaded.sources, *loaded.files, *loaded.model, settings};
    const Findings findings = run(subject);
    const auto known_as = fingerprints(subject, findings);
    std::vector<Told> all;
    for (std::size_t i = 0; i < findings.size(); ++i) all.push_back(told(subject, findings[i], known_as[i]));
    check_sarif(render_sarif(all, told_rules(settings), *loaded.sources, "1.0"), all.size());
    check_sarif(render_sarif({}, told_rules(settings), *loaded.sources, "1.0"), 0);
  }
  const Loaded wrong =
      load({{"shop.writ", "policy shop \"x\"\nfact n : Itn\ndecision d : Int\n  otherwise = n + m\n"}});
  std::vector<Told> all;
  for (const Diagnostic& diagnostic : wrong.diagnostics) all.push_back(writ::told(diagnostic));
  check_sarif(render_sarif(all, writ::told_rules(wrong.diagnostics), *wrong.sources, "1.0"), all.size());
}

}  // namespace
}  // namespace writ::lint
