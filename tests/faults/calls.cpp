// Every read and write of the program fails, is short, is interrupted, or is the last before the program is ended:
// nothing is lost in silence, nothing is half written, and the exit status says so.

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdio>

#include "tests/faults/program_cases.hpp"

namespace writ::faults {
namespace {

using hostile::contains;

constexpr int killed = 137, terminated = 143;

/// Every file is what it was, or what it was to become; none is left that is neither, but `beside` others that are no
/// rule files, where nothing could be removed any more.
std::string half_written(const Left& left, const Left& right, bool beside) {
  for (const auto& [name, text] : left.files) {
    const auto before = files().find(name), after = right.files.find(name);
    if (before == files().end() && after == right.files.end() && !(beside && !name.ends_with(".writ"))) return name;
    if (before == files().end() && after == right.files.end()) continue;
    const bool as_before = before != files().end() && before->second == text;
    const bool as_after = after != right.files.end() && after->second == text;
    if (!as_before && !as_after) return name;
  }
  for (const auto& [name, text] : files()) {
    if (!left.files.contains(name)) return name + ", which is gone";
  }
  return {};
}

/// The errors of a call that fails are told; a database of time zones that cannot be read knows no zone.
bool is_told(const Left& left) {
  if (left.status == hostile::io_error) return contains(left.err, "error: ");
  return left.status == hostile::refused && contains(left.err + left.out, "error[E0501]");
}

std::string what_is_wrong(std::string_view call, std::string_view how, const Left& left, const Left& right) {
  const auto wrong = half_written(left, right, how == "kill");
  if (!wrong.empty()) return "half written: " + wrong;
  if (how != "error" || call == "write") {
    if (!right.out.starts_with(left.out)) return "something else on standard output";
  }
  if (how == "kill") return left.status == killed ? "" : "another status";
  if (how == "terminate") {
    if (left.status != terminated) return "another status";
    return left.out.empty() || left.out.ends_with('\n') ? "" : "half a line";
  }
  if (left.status == right.status && left.out == right.out && left.files == right.files) return {};
  if (how != "error") return "another result";
  return is_told(left) ? "" : "no error told";
}

/// The n-th call of the name, for every n that there is.
std::size_t try_calls(const Case& tried, const Left& right, const std::string& call, const std::string& how) {
  std::size_t points = 0;
  for (long number = 1;; ++number) {
    const std::string fault = call + ":" + how + ":" + std::to_string(number);
    const Left left = run(tried, fault);
    INFO(tried.name << ", " << fault << ": status " << left.status << "\n" << left.err);
    if (!left.seen) {
      CHECK((left.status == right.status && left.out == right.out));
      return points;
    }
    CHECK(what_is_wrong(call, how, left, right) == "");
    ++points;
    if (how == "short") return points;  // Those after it are short, too.
  }
}

TEST_CASE("calls that fail") {
  std::map<std::string, std::size_t> points;
  for (const Case& tried : cases) {
    const Left right = run(tried, "");
    INFO(tried.name << "\n" << right.err);
    REQUIRE(right.status != hostile::usage_error);
    REQUIRE(right.status != hostile::io_error);
    const std::vector<std::pair<const char*, std::vector<const char*>>> faults = {
        {"read", {"error", "short", "interrupted"}},  {"write", {"error", "short", "interrupted", "kill", "terminate"}},
        {"fsync", {"error", "kill", "terminate"}},    {"rename", {"error", "kill", "terminate"}},
        {"mkostemp", {"error", "kill", "terminate"}},
    };
    for (const auto& [call, ways] : faults) {
      for (const char* const how : ways) {
        points[std::string(call) + " " + how] += try_calls(tried, right, call, how);
      }
    }
  }
  for (const auto& [what, count] : points) {
    std::printf("%6zu points  %s\n", count, what.c_str());
    CHECK(count > 0);
  }
}

TEST_CASE("a file that another program changes while it is rewritten") {
  const auto fmt = std::ranges::find(cases, "fmt", &Case::name);
  REQUIRE(fmt != cases.end());
  const Left left = run(*fmt, "mkostemp:change:1");
  INFO("status " << left.status << "\n" << left.err);
  CHECK(left.status == hostile::io_error);
  CHECK(contains(left.err, "error: cannot write messy.writ: it was changed by another program meanwhile\n"));
  CHECK(left.files.at("messy.writ") == files().at("messy.writ") + "// mine\n");
  CHECK(left.files.size() == files().size());
}

}  // namespace
}  // namespace writ::faults
