#include <catch2/catch.hpp>

#include <algorithm>
#include <set>
#include <string>

#include "engine/builtins/builtin.hpp"

using namespace writ;

namespace {

std::string signature(const Builtin& row) {
  std::string text = std::string(row.name) + (row.is_operator ? " operator" : " function");
  for (const Shape& shape : row.parameters) {
    text += ' ' + std::to_string(static_cast<int>(shape.rule)) + ':' + std::to_string(static_cast<int>(shape.kind));
  }
  return text;
}

}  // namespace

TEST_CASE("rows are complete and no two take the same operands") {
  std::set<std::string> seen;
  for (const Builtin& row : builtins()) {
    INFO(signature(row));
    CHECK(seen.insert(signature(row)).second);
    CHECK(row.function != nullptr);
    CHECK_FALSE(row.doc.empty());
    CHECK(row.doc.ends_with('.'));
    CHECK_FALSE(row.parameters.empty());
    CHECK(row.parameter_names.size() == (row.is_operator ? 0 : row.parameters.size()));
    CHECK(&builtins()[index_of(row)] == &row);
    CHECK((!row.folds || row.parameters.size() == 2));
    if (row.result.rule == Shape::Rule::same_money) {
      CHECK(std::ranges::any_of(row.parameters, [](const Shape& s) { return s.rule == Shape::Rule::same_money; }));
    }
  }
}

TEST_CASE("rows are found by name, operators and functions apart") {
  CHECK(overloads("+", true).size() == 7);
  CHECK(overloads("+", false).empty());
  CHECK(overloads("earliest", false).size() == 3);
  CHECK(overloads("earliest", true).empty());
  CHECK(overloads("nothing", false).empty());
  CHECK(overloads("", true).empty());
  for (const Builtin* row : overloads("min", false)) CHECK(row->name == "min");
  CHECK(std::ranges::is_sorted(function_names()));
  CHECK(std::ranges::count(function_names(), "min") == 1);
  CHECK(std::ranges::count(function_names(), "+") == 0);
}

TEST_CASE("every function that the language lists is there") {
  for (const char* name :
       {"earliest",        "latest",    "min",      "max",           "clamp", "abs",          "round",
        "round_down",      "round_up",  "date",     "time",          "at",    "start_of_day", "weekday",
        "is_business_day", "days",      "months",   "business_days", "hours", "minutes",      "lower",
        "starts_with",     "ends_with", "contains", "matches",       "size"}) {
    INFO(name);
    CHECK_FALSE(overloads(name, false).empty());
  }
  for (const char* token : {"+", "-", "*", "/", "of", "<", "<=", ">", ">="}) {
    INFO(token);
    CHECK_FALSE(overloads(token, true).empty());
  }
}
