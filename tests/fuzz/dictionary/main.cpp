// Prints libFuzzer's dictionary of rule files: all that the grammar and the builtins have a word for.

#include <fmt/format.h>

#include <cstdio>
#include <string>
#include <string_view>

#include "engine/builtins/builtin.hpp"
#include "grammar/words.hpp"

namespace {

void entry(std::string_view word) {
  std::string escaped;
  for (const char c : word) {
    if (c == '"' || c == '\\') escaped += '\\';
    const auto byte = static_cast<unsigned char>(c);
    escaped += byte < 0x80 ? std::string(1, c) : fmt::format("\\x{:02x}", byte);
  }
  std::printf("\"%s\"\n", escaped.c_str());
}

}  // namespace

int main() {
  for (const std::string_view word : writ::reserved_words()) entry(word);
#define WRIT_OPERATOR(name, token, level, associativity) entry(token);
#include "grammar/operators.def"
#undef WRIT_OPERATOR
  for (const std::string_view name : writ::function_names()) entry(name);
  for (const char* type :
       {"Bool",   "Int",       "Decimal",  "Text", "Instant",    "Date",       "TimeOfDay",  "Duration",
        "Period", "Money CNY", "list of ", "?",    "permission", "first rule", "every rule", "count of",
        "sum of", "first ",    "last ",    " by ", "max of",     "min of"}) {
    entry(type);
  }
  for (const char* form : {"2025-03-12T10:00:00+08:00",
                           "2025-02-29",
                           "23:59:59.999999",
                           "24h",
                           "1h30m",
                           "3 days",
                           "2 business days",
                           "1 month",
                           "CNY 0.01",
                           "5%",
                           "9223372036854775807",
                           "-1",
                           "0.000001",
                           "..",
                           "...",
                           "{",
                           "}",
                           "[",
                           "]",
                           "(",
                           ")",
                           "\"",
                           "\"\"",
                           ":",
                           ",",
                           "|",
                           "=",
                           "///",
                           "//",
                           "timezone ",
                           "source ",
                           "title",
                           "owner",
                           "unix_seconds",
                           "unix_millis",
                           "as ",
                           "from ",
                           "holidays",
                           "weekend",
                           "workdays",
                           "covers",
                           "at ",
                           "是",
                           "“",
                           "（",
                           "："}) {
    entry(form);
  }
  return 0;
}
