#include "tests/conformance/operators.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <sstream>
#include <string_view>

#include "tests/conformance/policy.hpp"

namespace writ::conformance {
namespace {

constexpr std::string_view types_line = "types: ";

/// A file with a value `v0`, `v1`, … of each type; a Period is no fact.
std::string values_of(const std::vector<std::string>& types) {
  std::string text = "policy p\n  timezone \"UTC\"\nenum Status = open | closed\nrecord Item { id : Text }\n";
  for (std::size_t i = 0; i < types.size(); ++i) {
    text += types[i] == "Period" ? fmt::format("parameter v{} : Period = 3 days\n", i)
                                 : fmt::format("fact v{} : {}\n", i, types[i]);
  }
  return text;
}

std::string replaced(std::string text, std::string_view what, std::string_view with) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size()))
    text.replace(at, what.size(), with);
  return text;
}

class Table {
 public:
  explicit Table(const std::string& text) {
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) {
      if (line.starts_with(types_line)) {
        for (std::size_t begin = types_line.size(); begin < line.size();) {
          const auto end = std::min(line.find(" | ", begin), line.size());
          types_.push_back(line.substr(begin, end - begin));
          begin = end + 3;
        }
      } else if (const auto equals = line.find(" = "); !types_.empty() && equals != std::string::npos) {
        rows_[line.substr(0, equals)] = line.substr(equals + 3);
      }
    }
  }

  OperatorsTried run() {
    for (const std::string_view word :
         {"and", "or", "implies", "+", "-", "*", "/", "<", "<=", ">", ">=", "is", "is not"})
      for (std::size_t left = 0; left < types_.size(); ++left)
        for (std::size_t right = 0; right < types_.size(); ++right) try_pair(left, word, right);
    for (const std::string_view word : {"not", "-", "5% of"})
      for (std::size_t right = 0; right < types_.size(); ++right) try_one(word, right);
    for (const auto& [row, result] : rows_) {
      if (std::find(used_.begin(), used_.end(), row) == used_.end()) fail(fmt::format("`{}` is about nothing", row));
    }
    return std::move(result_);
  }

 private:
  void fail(std::string what) { result_.mistakes.push_back(std::move(what)); }

  void try_pair(std::size_t left, std::string_view word, std::size_t right) {
    const std::string_view row_word = word == "is not"                              ? "is"
                                      : word == "<=" || word == ">" || word == ">=" ? "<"
                                                                                    : word;
    check(fmt::format("{} {} {}", types_[left], row_word, types_[right]), fmt::format("v{} {} v{}", left, word, right));
  }

  void try_one(std::string_view word, std::size_t right) {
    check(fmt::format("{} {}", word, types_[right]), fmt::format("{} v{}", word, right));
  }

  /// What the table says of these types, in any currency; empty where they must be refused.
  std::string result_of(const std::string& row) {
    std::string key = row;
    const bool other_currency = row.find("CNY") == std::string::npos;
    if (other_currency) key = replaced(key, "USD", "CNY");
    const auto found = rows_.find(key);
    if (found == rows_.end()) return {};
    used_.push_back(key);
    return other_currency && row.find("USD") != std::string::npos ? replaced(found->second, "CNY", "USD")
                                                                  : found->second;
  }

  void check(const std::string& row, const std::string& expression) {
    ++result_.pairs;
    const auto expected = result_of(row);
    const auto policy = check_policy({values_of(types_) + "define result = " + expression + "\n"});
    if (expected.empty()) {
      if (policy.model) fail(fmt::format("`{}` is accepted", row));
      for (const auto& error : policy.errors)
        if (!id(error.code).starts_with("E03")) fail(fmt::format("`{}` is refused by {}", row, id(error.code)));
      return;
    }
    if (!policy.model) return fail(fmt::format("`{}` is refused: {}", row, policy.errors.front().message));
    const auto& model = *policy.model;
    const auto type = static_cast<std::size_t>(std::find(types_.begin(), types_.end(), expected) - types_.begin());
    const auto fact = std::find_if(model.facts.begin(), model.facts.end(),
                                   [&](const auto& each) { return each.name == fmt::format("v{}", type); });
    if (fact == model.facts.end() || fact->type != model.defines.front().type)
      fail(fmt::format("`{}` is no {}", row, expected));
  }

  std::vector<std::string> types_;
  std::map<std::string, std::string> rows_;
  std::vector<std::string> used_;
  OperatorsTried result_;
};

}  // namespace

OperatorsTried try_operators(const std::string& table) { return Table(table).run(); }

}  // namespace writ::conformance
