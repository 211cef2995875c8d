#include "tests/differential/random_records.hpp"

#include <algorithm>
#include <string_view>

namespace writ::differential {
namespace {

using std::string;
using std::string_view;

/// Values that fit some type or none: most fail to be read, and what is left goes far.
constexpr string_view strange[] = {"null",
                                   "9223372036854775807",
                                   "-9223372036854775808",
                                   "\"9223372036854.775807\"",
                                   "\"-9223372036854.775808\"",
                                   "\"9999-12-31T23:59:59.999999Z\"",
                                   "\"0001-01-01T00:00:00Z\"",
                                   "\"9999-12-31\"",
                                   "\"0001-01-01\"",
                                   "\"PT2562047788H\"",
                                   "\"\"",
                                   "\"\\u0000\\ud83d\\ude00 \\u00e9\"",
                                   "\"23:59:59.999999\"",
                                   "true",
                                   "[]",
                                   "{}"};

string long_text(std::size_t length) { return "\"" + string(length, 'a') + "7\""; }

/// The elements of both lists, again and again.
string long_list(const random::RandomFact& fact, random::Choices& choices) {
  constexpr std::size_t lengths[] = {3, 4, 6, 12};  // Policies ask three lists deep.
  const std::size_t length = choices.of(lengths);
  string list = "[";
  for (std::size_t i = 0; i < length; ++i) {
    const string& some = fact.values[choices.below(std::min<std::size_t>(fact.values.size(), 256))];
    if (some.size() <= 2) continue;
    if (list.size() > 1) list += ", ";
    list += some.substr(1, some.size() - 2);
  }
  return list + "]";
}

string value_of(const random::RandomFact& fact, random::Choices& choices) {
  if (fact.name == "items" && choices.chance(10)) return long_list(fact, choices);
  if (choices.chance(12)) return string(choices.of(strange));
  if (choices.chance(2)) return long_text(20 * choices.below(100));
  if (choices.chance(3)) return {};
  return fact.values[choices.below(std::min<std::size_t>(fact.values.size(), 256))];
}

}  // namespace

string random_record(const random::RandomPolicy& policy, random::Choices& choices) {
  std::vector<string> members;
  for (const auto& fact : policy.facts) {
    const auto value = value_of(fact, choices);
    if (!value.empty()) members.push_back("\"" + fact.name + "\": " + value);
  }
  // Not always in the order of the declarations, and not always as on the line before.
  const std::size_t first = choices.chance(20) && !members.empty() ? choices.below(members.size()) : 0;
  string line = "{";
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (i > 0) line += ", ";
    line += members[(first + i) % members.size()];
  }
  return line + "}";
}

}  // namespace writ::differential
