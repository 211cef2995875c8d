// Rule files that are huge, deep or no text at all: handled or refused with a diagnostic, and never a crash.

#include <catch2/catch.hpp>

#include "tests/bench/card_policy.hpp"
#include "tests/bench/handwritten.hpp"
#include "tests/hostile/program.hpp"

namespace writ::hostile {
namespace {

/// Work that grows faster than the text would take far longer on texts of this size.
constexpr double most_seconds = sanitized ? 60 : 5;  // Without optimisation.

int check(const Program& program, const std::string& text) {
  program.write("policy.writ", text);
  const auto result = program.run({"check", "policy.writ"});
  INFO(text.substr(0, 60));
  CHECK(result.seconds < most_seconds);
  return result.status;
}

std::string with_condition(const std::string& condition) {
  return "policy deep\nfact paid : Bool\ndecision d : permission\n  permit anyone\n    when " + condition + "\n";
}

std::string with_value(const std::string& value) {
  return "policy deep\nfact n : Int\ndecision d : Int, first rule\n  otherwise = " + value + "\n";
}

TEST_CASE("nesting below the cap is handled, far past it refused") {
  const Program program;
  const auto nested = [](std::string_view open, std::string_view inner, std::string_view close, std::size_t depth) {
    return repeat(open, depth) + std::string(inner) + repeat(close, depth);
  };
  for (const std::size_t depth : {10U, 150U}) {
    INFO(depth << " levels");
    CHECK(check(program, with_condition(nested("(", "paid", ")", depth))) == done);
    CHECK(check(program, with_condition(nested("not (", "paid", ")", depth))) == done);
    CHECK(check(program, with_value(nested("max(n, ", "n", ")", depth))) == done);
    CHECK(check(program, with_value(nested("if n > 1 then n else ", "n", "", depth))) == done);
  }
  for (const std::size_t depth : {201U, 1'000U, 100'000U}) {
    INFO(depth << " levels");
    CHECK(check(program, with_condition(nested("(", "paid", ")", depth))) == refused);
    CHECK(check(program, with_condition(nested("not (", "paid", ")", depth))) == refused);
    CHECK(check(program, with_value(nested("max(n, ", "n", ")", depth))) == refused);
    CHECK(check(program, with_value(nested("[", "n", "]", depth))) == refused);
    CHECK(check(program, with_value(repeat("[", depth))) == refused);
    CHECK(check(program, with_value(repeat("(", depth))) == refused);
    CHECK(check(program, with_value(repeat("max(", depth))) == refused);
    CHECK(check(program, with_value(repeat("{ a: ", depth))) == refused);
  }
}

TEST_CASE("long chains are handled or refused") {
  const Program program;
  for (const auto& text : {
           with_value("n" + repeat(" + n", 100'000)),
           with_value("n" + repeat(" * 1", 100'000)),
           with_value(repeat("-", 100'000) + "n"),
           with_value("n" + repeat(".n", 100'000)),
           with_value("n" + repeat(" or else n", 100'000)),
           with_value(repeat("if n > 1 then n else ", 100'000) + "n"),
           with_condition("paid" + repeat(" and paid", 100'000)),
           with_condition("paid" + repeat(" or paid", 100'000)),
           with_condition(repeat("not ", 100'000) + "paid"),
           with_condition("paid in [" + repeat("true, ", 100'000) + "]"),
           "policy deep\nfact n : " + repeat("list of ", 100'000) + "Int\n",
       }) {
    INFO(text.substr(0, 120));
    const auto status = check(program, text);
    CHECK((status == done || status == refused));
  }
}

TEST_CASE("very many misspelt names among very many names are told of") {
  const Program program;
  constexpr int names = 20'000;
  std::string text = "policy slips\n";
  for (int i = 0; i < names; ++i) text += "define name_of_a_thing_" + std::to_string(i) + " = 1\n";
  for (int i = 0; i < names; ++i) {
    const std::string number = std::to_string(i);
    text += "define use_of_a_thing_" + number + " = name_of_a_thinq_" + number + "\n";
  }
  CHECK(check(program, text) == refused);
  CHECK(contains(program.read("err") + program.read("out"), "did you mean `name_of_a_thing_"));
  const std::string member = "enum Kind\n  one\nfact kind : Kind\n";
  std::string uses = "decision d : permission\n  permit anyone\n    when kind in [one";
  for (int i = 0; i < names; ++i) uses += ", name_of_a_thinq_" + std::to_string(i);
  CHECK(check(program, text.insert(13, member) + uses + "]\n") == refused);
}

TEST_CASE("definitions that each use the one before are handled or refused") {
  const Program program;
  std::string text = "policy chain\nfact n : Int\nfact now : Instant as unix_seconds\ndefine d0 = n\n";
  for (int i = 1; i <= 10'000; ++i) {
    text += "define d" + std::to_string(i) + " = d" + std::to_string(i - 1) + " + 1\n";
  }
  text += "decision last : Int, first rule\n  otherwise = d10000\n";
  const auto status = check(program, text);
  CHECK((status == done || status == refused));
  if (status != done) return;
  program.write("orders.ndjson", "{\"n\":1,\"now\":0}\n");
  CHECK(
      program.run({"eval", "--policy", "policy.writ", "--decision", "chain.last", "--quiet", "orders.ndjson"}).status ==
      done);
  CHECK(contains(program.read("out"), "10001"));
}

TEST_CASE("records and enums with many members, and a record in a record in a record") {
  const Program program;
  std::string text = "policy wide\nenum Huge = first_of_all";
  for (int i = 0; i < 20'000; ++i) text += " | member_" + std::to_string(i);
  text += "\nrecord Wide {\n";
  for (int i = 0; i < 20'000; ++i) text += "  field_" + std::to_string(i) + " : Huge\n";
  text += "}\nfact wide : Wide\n";
  for (int i = 0; i < 1'000; ++i) {
    text += "record R" + std::to_string(i) + " { next : " + (i == 999 ? "Int" : "R" + std::to_string(i + 1)) + " }\n";
  }
  text += "fact deep : R0\ndecision d : permission\n  permit anyone\n    when wide.field_19999 is member_19999\n";
  const auto status = check(program, text);
  CHECK((status == done || status == refused));
}

TEST_CASE("records that double in size at every level are handled or refused") {
  const Program program;
  std::string text = "policy wide\nrecord R0 { a : Int b : Int }\n";
  for (int i = 1; i < 64; ++i) {
    const auto before = "R" + std::to_string(i - 1);
    text += "record R" + std::to_string(i) + " {\n  a : " + before + "\n  b : " + before + "\n}\n";
  }
  text +=
      "fact r : R63\nfact now : Instant as unix_seconds\ndecision d : permission\n  permit anyone\n    when r is r\n";
  const auto status = check(program, text);
  CHECK((status == done || status == refused));
  program.write("orders.ndjson", "{\"r\":{},\"now\":0}\n");
  const auto evaluated =
      program.run({"eval", "--policy", "policy.writ", "--decision", "wide.d", "--quiet", "orders.ndjson"}).status;
  CHECK((evaluated == done || evaluated == refused));
}

TEST_CASE("definitions that double the work at every level end") {
  const Program program;
  std::string text = "policy twice\nfact n : Int\nfact now : Instant as unix_seconds\ndefine d0(x : Int) = x\n";
  for (int i = 1; i < 64; ++i) {
    const auto before = "d" + std::to_string(i - 1);
    text += "define d" + std::to_string(i) + "(x : Int) : Int = " + before + "(x) + " + before + "(x)\n";
  }
  text += "decision last : Int, first rule\n  otherwise = d63(n)\n";
  program.write("policy.writ", text);
  program.write("orders.ndjson", "{\"n\":1,\"now\":0}\n");
  const auto result =
      program.run({"eval", "--policy", "policy.writ", "--decision", "twice.last", "--quiet", "orders.ndjson"});
  CHECK((result.status == done || result.status == refused));
  CHECK(result.seconds < 10 * most_seconds);  // Until the machine's own limit of steps.
}

TEST_CASE("a name of 1 MB is handled or refused") {
  const Program program;
  const auto name = repeat("n", 1 << 20);
  for (const auto& text : {
           "policy " + name + "\n",
           "policy p\nfact " + name + " : Bool\ndecision d : permission\n  permit a\n    when " + name + "\n",
           "policy p\nfact n : Bool\ndecision d : permission\n  permit a\n    when " + name + "\n",
           "policy p\nfact n : " + name + "\n",
           "policy p \"" + name + "\"\nfact n : Text\ndecision d : permission\n  permit a\n    when n is \"" + name +
               "\"\n",
           "policy p\nfact n : Int\ndecision d : permission\n  permit a\n    when n is " + repeat("9", 1 << 20) + "\n",
       }) {
    const auto status = check(program, text);
    INFO(text.substr(0, 60) << ": " << status);
    CHECK((status == done || status == refused));
    CHECK(program.read("err").size() + program.read("out").size() < 10'000'000);
  }
}

TEST_CASE("files that are too large, empty or no text are refused or handled") {
  const Program program;
  CHECK(check(program, "policy p\n" + repeat("// a comment as long as a line is, and then another one like it\n",
                                             300'000)) == refused);
  CHECK(contains(program.read("err") + program.read("out"), "E0002"));
  CHECK(check(program, "\xff\xfe\xfd") == refused);
  CHECK(contains(program.read("err") + program.read("out"), "E0001"));
  for (const auto& text :
       {std::string(), std::string(1, '\0'), std::string(1'000'000, '\0'), repeat("\xf0\x9f\x98\x80", 100'000),
        repeat("\"", 100'000), repeat("\"{", 100'000), repeat("policy ", 100'000),
        repeat("decision d : permission\n", 20'000), repeat("when ", 100'000), repeat("/// doc\n", 100'000)}) {
    const auto status = check(program, text);
    INFO(text.substr(0, 40));
    CHECK((status == done || status == refused));
  }
}

TEST_CASE("ten thousand rules are loaded in good time and decide rightly") {
  const Program program;
  program.write("policy.writ", bench::card_policy(1000));
  const auto orders = bench::make_orders(200);
  program.write("orders.ndjson", bench::to_ndjson(orders));
  const auto result =
      program.run({"eval", "--policy", "policy.writ", "--decision", "card.send", "--quiet", "orders.ndjson"});
  INFO(program.read("err").substr(0, 2000));
  REQUIRE(result.status == done);
  CHECK(result.seconds < most_seconds);
  const auto out = program.read("out");
  const auto lines = lines_of(out);
  REQUIRE(lines.size() == orders.size());
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto mask = bench::applying_rules(orders[i]);
    for (std::size_t rule = 0; rule < bench::rules.size(); ++rule) {
      const auto name = "\"" + std::string(bench::rules[rule]) + "_of_" + std::to_string(orders[i].category) + "\"";
      INFO(lines[i]);
      CHECK(contains(lines[i], name) == ((mask >> rule & 1) == 1));
    }
  }
}

}  // namespace
}  // namespace writ::hostile
