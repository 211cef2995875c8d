// One mistake gives one error, and the rest of the file is still read.

#include <catch2/catch.hpp>
#include <string>

#include "grammar/parse.hpp"
#include "grammar/scan.hpp"
#include "tests/unit/grammar_samples.hpp"

namespace {

using namespace writ;

Parsed parsed(SourceSet& sources, std::string text) {
  return parse(sources, sources.add("policy.writ", std::move(text)));
}

std::size_t errors_in(std::string text) {
  SourceSet sources;
  return parsed(sources, std::move(text)).diagnostics.size();
}

std::size_t declarations_in(std::string text) {
  SourceSet sources;
  return parsed(sources, std::move(text)).file.declarations.size();
}

struct Tally {
  int none = 0, one = 0, more = 0;
};

Tally delete_each_token(std::string_view sample) {
  Tally tally;
  for (Token token = token_at(sample, 0); token.kind != TokenKind::end; token = token_at(sample, token.end)) {
    std::string text(sample);
    text.erase(token.begin, token.end - token.begin);
    const std::size_t errors = errors_in(text);
    if (errors > 1) UNSCOPED_INFO("without `" << token.text << "` at " << token.begin << ": " << errors << " errors");
    ++(errors == 0 ? tally.none : errors == 1 ? tally.one : tally.more);
  }
  return tally;
}

TEST_CASE("a token left out gives one error") {
  for (const std::string_view sample : {samples::module_file, samples::policy_file}) {
    REQUIRE(errors_in(std::string(sample)) == 0);
    const Tally tally = delete_each_token(sample);
    const int broken = tally.one + tally.more;
    CAPTURE(tally.none, tally.one, tally.more);
    CHECK(broken > 90);
    CHECK(tally.one * 100 >= broken * 99);
  }
}

TEST_CASE("a file cut off anywhere gives one error at most") {
  const std::string_view sample = samples::policy_file;
  int more = 0;
  int cuts = 0;
  for (Token token = token_at(sample, 0); token.kind != TokenKind::end; token = token_at(sample, token.end)) {
    ++cuts;
    if (errors_in(std::string(sample.substr(0, token.end))) > 1) ++more;
  }
  CHECK(more * 50 <= cuts);
}

TEST_CASE("a clause that fails leaves the other clauses and rules") {
  SourceSet sources;
  const Parsed result = parsed(sources,
                               "policy p\n"
                               "decision d : permission\n"
                               "  permit a when or b because \"why\"\n"
                               "  forbid c when d\n"
                               "define e = 1\n");
  REQUIRE(result.diagnostics.size() == 1);
  REQUIRE(result.file.declarations.size() == 2);
  const auto& decision = std::get<syntax::DecisionDecl>(result.file.declarations[0].node);
  REQUIRE(decision.rules.size() == 2);
  CHECK(decision.rules[0].broken);
  CHECK(decision.rules[0].because);
  CHECK(!decision.rules[1].broken);
  CHECK(!result.file.lost_names);
}

TEST_CASE("the rules of a decision whose first line fails are still read") {
  SourceSet sources;
  const Parsed result =
      parsed(sources, "policy p\ndecision d permission\n  permit a when b\n  forbid c when d or e and f\n");
  REQUIRE(result.diagnostics.size() == 2);
  CHECK(result.diagnostics[1].code == Code::mixed_and_or);
  const auto& decision = std::get<syntax::DecisionDecl>(result.file.declarations[0].node);
  CHECK(decision.broken);
  CHECK(decision.name.text == "d");
  CHECK(decision.rules.size() == 2);
}

TEST_CASE("a declaration that fails keeps its name and leaves the next") {
  SourceSet sources;
  const Parsed result = parsed(sources, "policy p\ndefine a =\ndefine b = 1\n");
  REQUIRE(result.diagnostics.size() == 1);
  REQUIRE(result.file.declarations.size() == 2);
  const auto& broken = std::get<syntax::Broken>(result.file.declarations[0].node);
  REQUIRE(broken.name);
  CHECK(broken.name->text == "a");
  CHECK(!result.file.lost_names);
  CHECK(declarations_in("policy p\ndefine = 1\ndefine b = 1\n") == 2);
}

TEST_CASE("what is lost without a name is remembered") {
  SourceSet sources;
  CHECK(parsed(sources, "policy p\ndefine = 1\n").file.lost_names);
  CHECK(parsed(sources, "policy p\nuse\ndefine a = 1\n").file.lost_names);
  CHECK(!parsed(sources, "policy p\ndecision d : permission\n  permit a when\n").file.lost_names);
}

TEST_CASE("a `then` of a condition is no clause") {
  CHECK(errors_in("policy p\ndecision d : Int\n  rule a = if b + then 1 else 2\n  cite s \"1\"\n") == 1);
  CHECK(errors_in("policy p\ndecision d : Int\n  rule a = 1\n    when f( , if b then c else d)\n    then o()\n") == 1);
}

TEST_CASE("a field that fails leaves the others") {
  SourceSet sources;
  const Parsed result = parsed(sources, "policy p\nrecord R {\n  a : Int\n  b Int\n  from : Text from \"c\"\n}\n");
  REQUIRE(result.diagnostics.size() == 1);
  const auto& record = std::get<syntax::RecordDecl>(result.file.declarations[0].node);
  CHECK(record.fields.size() == 2);
}

TEST_CASE("comments are kept, also where something is skipped") {
  SourceSet sources;
  const Parsed result = parsed(
      sources, "policy p // one\n/// two\ndefine a = ) // three\n  x // four\n// five\ndefine b = \"// none\"\n");
  REQUIRE(result.file.comments.size() == 5);
  CHECK(sources.text(result.file.comments[3].span) == "// four");
  CHECK(result.file.comments[1].doc);
  CHECK(!result.file.comments[4].doc);
}

}  // namespace
