// Checks the cases of the conformance suite: `conformance DIRECTORY REFERENCE` all of them, with what they have to
// cover in all and that the reference has the sections on which they stand, or `conformance FILE.cases [NAME]` those of
// a chapter, or one of them.

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/builtins/builtin.hpp"
#include "tests/conformance/cases.hpp"
#include "tests/conformance/operators.hpp"
#include "tests/conformance/policy.hpp"

namespace {

using writ::conformance::Case;
namespace fs = std::filesystem;

/// As in `E0308 at 7:12`, with the file's number where there are several.
std::string placed(std::string_view code, const writ::SourceSet& sources, std::uint32_t file, std::uint32_t offset) {
  const auto at = sources[file].position(offset);
  return fmt::format("{} at {}:{}{}", code, at.line, at.column,
                     sources.size() > 1 ? fmt::format(" of file {}", file + 1) : "");
}

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

class Suite {
 public:
  int failures() const { return failures_; }
  std::size_t size() const { return size_; }

  void run(const fs::path& path, std::string_view only = {}) {
    file_ = path.filename().string();
    const auto [cases, mistakes] = writ::conformance::read_cases(read(path));
    for (const auto& mistake : mistakes) fail(mistake);
    if (cases.empty()) fail("no cases");
    std::set<std::string> names;
    for (const auto& each : cases) {
      if (!names.insert(each.name).second) fail(fmt::format("line {}: a second `{}`", each.line, each.name));
      if (only.empty() || only == each.name) run(each);
    }
  }

  void run_operators(const fs::path& path) {
    file_ = path.filename().string();
    const auto [pairs, mistakes] = writ::conformance::try_operators(read(path));
    for (const auto& mistake : mistakes) fail(mistake);
    if (pairs < 2000) fail("operators or types are missing");
    fmt::print("{} pairs of an operator and types\n", pairs);
  }

  void check_sections(const std::string& reference) {
    file_ = "the reference";
    for (const auto& section : sections_) {
      const bool is_there = reference.find(fmt::format("\n## {} ", section)) != std::string::npos ||
                            reference.find(fmt::format("\n### {} ", section)) != std::string::npos;
      if (!is_there) fail(fmt::format("no section {}", section));
    }
  }

  /// What the cases have to show in all.
  void check_cover() {
    file_ = "the suite";
    if (size_ < 400) fail(fmt::format("only {} cases", size_));
    for (const auto& [id, name] : codes) {
      const bool left_out = std::find(std::begin(elsewhere), std::end(elsewhere), id) != std::end(elsewhere);
      const bool shown = rejected_.contains(std::string(id));
      if (id.starts_with("E") && shown == left_out) {
        fail(shown ? fmt::format("{} has a case and is left out", id) : fmt::format("no case for {}, {}", id, name));
      }
    }
    for (const auto& row : writ::builtins()) {
      if (applied_.contains(writ::index_of(row))) continue;
      fail(fmt::format("no accepted case uses `{}` as in \"{}\" (row {})", row.name, row.doc, writ::index_of(row)));
    }
    for (std::size_t kind = 1; kind < std::variant_size_v<decltype(writ::model::Expr::node)>; ++kind) {
      if (!nodes_.contains(kind)) fail(fmt::format("no accepted case has an expression of kind {}", kind));
    }
  }

 private:
  static constexpr std::pair<std::string_view, std::string_view> codes[] = {
#define WRIT_DIAGNOSTIC(id, severity, name, title) {#id, #name},
#include "grammar/diagnostics.def"
#undef WRIT_DIAGNOSTIC
  };

  /// No file of a reasonable length can show these: an argument of a command, and a thousand definitions.
  static constexpr std::string_view elsewhere[] = {"E0219", "E0428"};

  void fail(const std::string& what) {
    ++failures_;
    fmt::print("{}: {}\n", file_, what);
  }

  void run(const Case& test) {
    ++size_;
    sections_.insert(test.section);
    const auto [sources, found, model] = writ::conformance::check_policy(test.files);
    const std::string expected =
        test.mark ? placed(test.code, sources, test.mark->file, test.mark->offset) : "accepted";
    std::string actual = found.empty() ? "accepted" : "";
    for (const auto& each : found) {
      if (!actual.empty()) actual += ", ";
      actual += placed(id(each.code), sources, each.place.file, each.place.begin);
    }
    if (actual != expected) {
      for (const auto& each : found) actual += fmt::format("\n    {}", each.message);
      fail(fmt::format("line {}: {}: expected {}, found {}", test.line, test.name, expected, actual));
    }
    if (test.code.empty() && model) note(*model);
    rejected_.insert(test.code);
  }

  void note(const writ::model::Model& model) {
    for (const auto& expr : model.exprs) {
      nodes_.insert(expr.node.index());
      if (const auto* apply = std::get_if<writ::model::Apply>(&expr.node)) applied_.insert(apply->builtin);
    }
  }

  std::string file_;
  int failures_ = 0;
  std::size_t size_ = 0;
  std::set<std::string> rejected_;
  std::set<std::string> sections_;
  std::set<std::uint32_t> applied_;
  std::set<std::size_t> nodes_;
};

}  // namespace

int main(int count, char** arguments) {
  if (count < 2) {
    fmt::print(stderr, "usage: conformance (DIRECTORY REFERENCE | FILE.cases [NAME])\n");
    return 2;
  }
  const fs::path path = arguments[1];
  Suite suite;
  if (fs::is_directory(path) && count < 3) {
    fmt::print(stderr, "a directory is held to the reference: name that too\n");
    return 2;
  }
  if (fs::is_directory(path)) {
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(path)) {
      if (entry.path().extension() == ".cases") files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    for (const auto& file : files) suite.run(file);
    suite.run_operators(path / "operators.table");
    suite.check_cover();
    suite.check_sections(read(arguments[2]));
  } else {
    suite.run(path, count > 2 ? arguments[2] : "");
  }
  fmt::print("{} cases, {} failures\n", suite.size(), suite.failures());
  return suite.failures() > 0 || suite.size() == 0 ? 1 : 0;
}
