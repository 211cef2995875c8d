// Deep, long and large texts: read at once, or refused with a clear error.

#include <catch2/catch.hpp>
#include <chrono>
#include <string>

#include "grammar/parse.hpp"
#include "grammar/render.hpp"

namespace {

using namespace writ;

std::string repeated(std::string_view text, int times) {
  std::string result;
  for (int i = 0; i < times; ++i) result += text;
  return result;
}

Diagnostics diagnostics_of(std::string text) {
  SourceSet sources;
  return parse(sources, sources.add("policy.writ", std::move(text))).diagnostics;
}

double milliseconds_to_parse(const std::string& text) {
  SourceSet sources;
  const FileId file = sources.add("policy.writ", text);
  const auto begin = std::chrono::steady_clock::now();
  const Parsed parsed = parse(sources, file);
  const auto end = std::chrono::steady_clock::now();
  CHECK(parsed.diagnostics.empty());
  return std::chrono::duration<double, std::milli>(end - begin).count();
}

TEST_CASE("200 levels of nesting are read, more are refused") {
  struct Nest {
    std::string_view open, inner, close;
  };
  for (const Nest nest : {Nest{"max(", "1", ")"}, Nest{"[", "1", "]"}, Nest{"(", "1", ")"}, Nest{"{ a: ", "1", " }"},
                          Nest{"if a then b else ", "c", ""}, Nest{"\"{", "a", "}\""}, Nest{"not (", "a", ")"},
                          Nest{"some x in xs satisfies ", "a", ""}}) {
    INFO(nest.open);
    const auto nested = [&](int depth) {
      return "policy p\ndefine x = " + repeated(nest.open, depth) + std::string(nest.inner) +
             repeated(nest.close, depth) + "\n";
    };
    CHECK(diagnostics_of(nested(200)).empty());
    for (const int depth : {201, 20'000}) {
      const Diagnostics refused = diagnostics_of(nested(depth));
      REQUIRE(refused.size() == 1);
      CHECK(refused[0].code == Code::beyond_limits);
    }
  }
}

TEST_CASE("long chains are refused once, and nothing overflows") {
  for (const std::string& text :
       {"1" + repeated(" + 1", 100'000), repeated("not ", 100'000) + "a", repeated("- ", 100'000) + "a",
        "a" + repeated(".b", 100'000), "a" + repeated(" and b", 100'000), "a" + repeated(" or else b", 100'000),
        repeated("5% of ", 100'000) + "a", "a" + repeated("()", 100'000)}) {
    INFO(text.substr(0, 20));
    const Diagnostics refused = diagnostics_of("policy p\ndefine x = " + text + "\n");
    REQUIRE(!refused.empty());
    CHECK(refused.size() <= 2);
  }
  CHECK(diagnostics_of("policy p\ndefine x = 1" + repeated(" + 1", 1'500)).empty());
  CHECK(diagnostics_of("policy p\nfact x : " + repeated("list of ", 100'000) + "Int").size() == 1);
}

TEST_CASE("a file is refused whole where it is too large or no UTF-8") {
  const Diagnostics large = diagnostics_of("policy p\n" + std::string((16U << 20U), ' '));
  REQUIRE(large.size() == 1);
  CHECK(large[0].code == Code::beyond_limits);
  for (const std::string_view bytes : {"\xff", "\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe4\xb8"}) {
    const Diagnostics refused = diagnostics_of("policy p\n// " + std::string(bytes));
    REQUIRE(refused.size() == 1);
    CHECK(refused[0].code == Code::not_utf8);
    CHECK(refused[0].place.begin == 12);
  }
  CHECK(diagnostics_of("\xEF\xBB\xBFpolicy p\r\ndefine x = 1\r\n").empty());
}

TEST_CASE("no nesting takes more than time in proportion") {
  const auto nested = [](int depth) {
    return "policy p\ndefine x = " + repeated("max(a, ", depth) + "1" + repeated(")", depth);
  };
  // Exponential time would show at a depth of 30 already; the bound allows for any machine.
  CHECK(milliseconds_to_parse(nested(190)) < 200);
}

TEST_CASE("ten thousand rules are parsed in a moment") {
  std::string text = "policy p\ndecision d : permission\n";
  for (int i = 0; i < 10'000; ++i) {
    const std::string number = std::to_string(i);
    text += "  forbid rule_" + number + "\n    when order.category is \"c" + number +
            "\" and order.cards >= 3\n    cite guide \"1." + number + "\"\n";
  }
  // About 30 ms optimised. A debug build with sanitizers on a busy machine has to pass too.
  CHECK(milliseconds_to_parse(text) < 5'000);
}

TEST_CASE("errors stay few and short, whatever the text") {
  for (const std::string& text :
       {repeated("define x = = 3\n", 50'000), repeated(" foo", 100'000), repeated("\"", 100'000),
        repeated("when ", 100'000), "define x = [" + repeated("1 ", 100'000) + "]",
        "define " + std::string(1'000'000, 'a') + " = = 3", std::string(10'000, '\0')}) {
    SourceSet sources;
    const FileId file = sources.add("policy.writ", "policy p\n" + text);
    const Parsed parsed = parse(sources, file);
    CHECK(!parsed.diagnostics.empty());
    CHECK(parsed.diagnostics.size() <= 501);
    CHECK(render(parsed.diagnostics.front(), sources).size() < 2'000);
  }
}

}  // namespace
