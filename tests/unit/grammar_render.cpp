// Diagnostics as text: carets stand under what they are about, whatever the letters.

#include "grammar/render.hpp"

#include <catch2/catch.hpp>

#include "grammar/parse.hpp"

namespace {

using namespace writ;

Diagnostic diagnostic(Span place, std::string message) {
  return {Code::expected_something_else, place, std::move(message), {}, {}, {}, {}};
}

TEST_CASE("several labels on one line hang below it, the last beside") {
  SourceSet sources;
  const FileId file = sources.add("rules/refunds.writ", "policy p\n  when order.amount > 3 days\n");
  Diagnostic shown = diagnostic({file, 29, 30}, "cannot compare CNY with a duration");
  shown.labels = {{{file, 16, 28}, "CNY"}, {{file, 31, 37}, "duration"}};
  shown.help = {"did you mean `order.age`?"};
  CHECK(render(shown, sources) ==
        "error[E0101]: cannot compare CNY with a duration\n"
        " --> rules/refunds.writ:2:21\n"
        "  |\n"
        "2 |   when order.amount > 3 days\n"
        "  |        ------------ ^ ------ duration\n"
        "  |        |\n"
        "  |        CNY\n"
        "  = help: did you mean `order.age`?\n");
}

TEST_CASE("wide characters take two columns, combining ones none, tabs up to four") {
  SourceSet sources;
  const FileId file = sources.add("a.writ", "\t协商e\xCC\x81 = ?\n");
  const Diagnostic shown = diagnostic({file, 13, 14}, "what");
  CHECK(render(shown, sources) ==
        "error[E0101]: what\n"
        " --> a.writ:1:9\n"
        "  |\n"
        "1 |     协商e\xCC\x81 = ?\n"
        "  |             ^\n");
  CHECK(render(diagnostic({file, 1, 7}, "what"), sources).find("  |     ^^^^\n") != std::string::npos);
}

TEST_CASE("labels on other lines, and in other files") {
  SourceSet sources;
  const FileId first = sources.add("a.writ", "one\ntwo\nthree\nfour\nfive\n");
  const FileId second = sources.add("b.writ", "other\n");
  Diagnostic shown = diagnostic({first, 19, 23}, "message");
  shown.label = "here";
  shown.labels = {{{first, 0, 3}, "first"}, {{second, 0, 5}, "there"}};
  CHECK(render(shown, sources) ==
        "error[E0101]: message\n"
        " --> a.writ:5:1\n"
        "  |\n"
        "1 | one\n"
        "  | --- first\n"
        "...\n"
        "5 | five\n"
        "  | ^^^^ here\n"
        " ::: b.writ:1:1\n"
        "  |\n"
        "1 | other\n"
        "  | ----- there\n");
}

TEST_CASE("a place of no width, at the end of a line and of the file") {
  SourceSet sources;
  const FileId file = sources.add("a.writ", "one\r\ntwo");
  CHECK(render(diagnostic({file, 3, 3}, "m"), sources).find("1 | one\n  |    ^\n") != std::string::npos);
  CHECK(render(diagnostic({file, 8, 8}, "m"), sources).find("2 | two\n  |    ^\n") != std::string::npos);
  const FileId empty = sources.add("b.writ", "");
  CHECK(render(diagnostic({empty, 0, 0}, "m"), sources) == "error[E0101]: m\n --> b.writ:1:1\n  |\n1 |\n  | ^\n");
}

TEST_CASE("a place of several lines is marked to the end of its first") {
  SourceSet sources;
  const FileId file = sources.add("a.writ", "one two\nthree\n");
  CHECK(render(diagnostic({file, 4, 13}, "m"), sources).find("  |     ^^^\n") != std::string::npos);
}

TEST_CASE("long lines are shown around the place") {
  SourceSet sources;
  const FileId file = sources.add("a.writ", std::string(1'000'000, 'a') + "b" + std::string(1'000'000, 'a'));
  const std::string text = render(diagnostic({file, 1'000'000, 1'000'001}, "m"), sources);
  CHECK(text.size() < 1'000);
  const std::size_t line = text.find("1 | …") + 4;
  const std::size_t carets = text.find("  | ", line) + 4;
  const std::size_t caret = text.find('^') - carets;
  // The ellipsis is three bytes and one column.
  CHECK(text[line + caret + 2] == 'b');
}

TEST_CASE("nothing in a file reaches the terminal as a command") {
  SourceSet sources;
  const FileId file = sources.add("a.writ", "a\x1b[31m\xE2\x80\xAE b\n");
  const std::string text = render(diagnostic({file, 0, 1}, "m \x1b[0m"), sources);
  CHECK(text.find('\x1b') == std::string::npos);
  CHECK(text.find("\xE2\x80\xAE") == std::string::npos);
  CHECK(render(diagnostic({file, 0, 1}, "m"), sources, {true}).find("\x1b[1;31m^") != std::string::npos);
}

TEST_CASE("the forms for programs") {
  SourceSet sources;
  const FileId file = sources.add("a,b.writ", "policy 协 \"x\"\n");
  Diagnostic shown = diagnostic({file, 7, 10}, "50% \"wrong\"\tor not");
  shown.help = {"a: b"};
  shown.fix = Fix{{file, 7, 10}, "x"};
  shown.labels = {{{file, 0, 6}, "l"}};
  CHECK(
      render_json(told(shown), sources) ==
      R"({"code":"E0101","severity":"error","message":"50% \"wrong\"\tor not","file":"a,b.writ","line":1,"column":8,"end_line":1,"end_column":9,"begin":7,"end":10,)"
      R"("label":"","labels":[{"file":"a,b.writ","line":1,"column":1,"end_line":1,"end_column":7,"begin":0,"end":6,"text":"l"}],"help":["a: b"],)"
      R"("fixes":[{"file":"a,b.writ","line":1,"column":8,"end_line":1,"end_column":9,"begin":7,"end":10,"replacement":"x"}]})");
  CHECK(render_github(told(shown), sources) ==
        "::error file=a%2Cb.writ,line=1,endLine=1,col=8,endColumn=9,title=E0101::50%25 \"wrong\"\tor not%0Ahelp: a: b");
  const std::vector<Told> all{told(shown)};
  const std::string sarif = render_sarif(all, told_rules({shown}), sources, "1.0");
  CHECK(sarif.find(R"("version":"2.1.0")") != std::string::npos);
  CHECK(sarif.find(R"("region":{"startLine":1,"startColumn":8,"endLine":1,"endColumn":9})") != std::string::npos);
}

}  // namespace
