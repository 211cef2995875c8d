// Names, words, places: what does not need the grammar.

#include <catch2/catch.hpp>

#include "grammar/diagnostic.hpp"
#include "grammar/operators.hpp"
#include "grammar/source.hpp"
#include "grammar/unicode.hpp"
#include "grammar/words.hpp"

namespace {

using namespace writ;

TEST_CASE("names are those of Unicode") {
  const auto whole = [](std::string_view text) { return name_length(text, 0) == text.size(); };
  CHECK(whole("order"));
  CHECK(whole("_a1"));
  CHECK(whole("规则"));
  CHECK(whole("𠀀"));
  CHECK(whole("écrit"));
  CHECK(
      whole("e\xCC\x81"
            "crit"));
  CHECK(whole("имя"));
  CHECK(whole("not次数"));
  CHECK(name_length("1a", 0) == 0);
  CHECK(name_length("\xCC\x81", 0) == 0);
  CHECK(name_length("（", 0) == 0);
  CHECK(name_length("a，b", 0) == 1);
  CHECK(name_length("😀", 0) == 0);
}

TEST_CASE("every reserved word is known, and nothing else") {
  CHECK(reserved_words().size() == 58);
  for (const std::string_view word : reserved_words()) CHECK(reserved(word));
  for (const std::string_view word :
       {"first", "count", "at", "by", "permission", "notx", "", "whenever", "a_very_long_name"})
    CHECK(!reserved(word));
  CHECK(reserved_prefix("not次数") == 3);
  CHECK(reserved_prefix("when次数") == 4);
  CHECK(!reserved_prefix("notes次"));
  CHECK(!reserved_prefix("not_次"));
  CHECK(!reserved_prefix("次数"));
}

TEST_CASE("operators are found by the longest token") {
  const auto found = [](std::string_view text) { return syntax::infix_operator(text, 0); };
  CHECK(found("or else x")->op == syntax::Operator::or_else);
  CHECK(found("or elsewhere")->op == syntax::Operator::logical_or);
  CHECK(found("is  not x")->op == syntax::Operator::not_equal);
  CHECK(found("is nothing")->op == syntax::Operator::equal);
  CHECK(found("<= x")->op == syntax::Operator::less_equal);
  CHECK(!found("order"));
  CHECK(!found("not x"));
}

TEST_CASE("what was probably meant") {
  const std::vector<std::string_view> names = {"order", "ship_by", "card_quota", "paid", "规则数", "on"};
  CHECK(near_miss("oder", names) == "order");
  CHECK(near_miss("ordre", names) == "order");
  CHECK(near_miss("shipBy", names) == "ship_by");
  CHECK(near_miss("Paid", names) == "paid");
  CHECK(near_miss("card_qouta", names) == "card_quota");
  CHECK(near_miss("规则", names) == "规则数");
  CHECK(!near_miss("seller", names));
  CHECK(!near_miss("x", names));
  CHECK(!near_miss("in", names));
  CHECK(!near_miss(std::string(1'000'000, 'a'), names));
}

TEST_CASE("positions are counted in bytes, code points and UTF-16") {
  const Source source("a.writ", "\xEF\xBB\xBFone\r\n协𠀀x\n");
  CHECK(source.text().starts_with("one"));
  CHECK(source.line_count() == 3);
  CHECK(source.line(1) == "one");
  CHECK(source.line(2) == "协𠀀x");
  CHECK(source.line(3).empty());
  const Position x = source.position(12);
  CHECK(x.line == 2);
  CHECK(x.column_bytes == 8);
  CHECK(x.column == 3);
  CHECK(x.utf16 == 3);
  CHECK(source.position(1'000).line == 3);
}

TEST_CASE("the codes are found by their ids") {
  CHECK(id(Code::mixed_and_or) == "E0121");
  CHECK(name(Code::mixed_and_or) == "mixed_and_or");
  CHECK(code_by_id("E0121") == Code::mixed_and_or);
  CHECK(!code_by_id("E9999"));
  CHECK(severity(Code::mixed_and_or) == Severity::error);
}

}  // namespace
