// What is printed says the same, stays as it is when it is printed again, and loses no comment: on the project's own
// rule files, on every policy of the golden tests, and on these with their blanks and comments shaken.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "grammar/parse.hpp"
#include "grammar/print.hpp"
#include "grammar/scan.hpp"
#include "grammar_samples.hpp"

namespace {

namespace fs = std::filesystem;
using namespace writ;

struct Sample {
  std::string name, text;
};

std::string content(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<fs::path> files_below(const char* directory, const char* extension) {
  std::vector<fs::path> found;
  for (const auto& entry : fs::recursive_directory_iterator(fs::path(WRIT_SOURCE_DIR) / directory)) {
    if (entry.path().extension() == extension) found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

/// The policies of a golden test, also those that the program reads from standard input.
void add_policies(const fs::path& path, std::vector<Sample>& samples) {
  std::istringstream lines(content(path));
  std::string line;
  bool inside = false;
  while (std::getline(lines, line)) {
    if (line.rfind("--- ", 0) == 0) {
      inside = line.rfind("--- policy", 0) == 0 || line == "--- stdin";
      if (inside) samples.push_back({path.filename().string(), {}});
    } else if (inside) {
      samples.back().text += line + "\n";
    }
  }
}

std::vector<Sample> all_samples() {
  std::vector<Sample> samples{{"module", std::string(samples::module_file)},
                              {"policy", std::string(samples::policy_file)}};
  for (const fs::path& path : files_below("rules", ".writ"))
    samples.push_back({path.filename().string(), content(path)});
  for (const fs::path& path : files_below("tests/golden", ".golden")) add_policies(path, samples);
  return samples;
}

/// What is wrong with printing a text; empty where nothing is, or where it has errors and so is not printed.
std::string fault(const std::string& text) {
  SourceSet sources;
  const FileId id = sources.add("sample.writ", text);
  const Parsed parsed = parse(sources, id);
  if (has_errors(parsed.diagnostics)) return {};
  const Formatted result = format(sources[id], parsed.file);
  if (!result.error.empty()) return result.error;
  if (!result.text.empty() && result.text.back() != '\n') return "no line break at the end";
  for (std::size_t end = result.text.find('\n'); end != std::string::npos; end = result.text.find('\n', end + 1)) {
    if (end > 0 && result.text[end - 1] == ' ') return "a blank at the end of a line";
  }
  if (result.text.find("\n\n\n") != std::string::npos) return "two empty lines";
  return {};
}

bool parses(const std::string& text) {
  SourceSet sources;
  const FileId id = sources.add("sample.writ", text);
  return !has_errors(parse(sources, id).diagnostics);
}

/// The offsets at which tokens begin and what they are, as far as one can tell without a grammar: texts are one token.
std::vector<std::uint32_t> boundaries(std::string_view text) {
  std::vector<std::uint32_t> found;
  for (std::uint32_t at = 0;;) {
    const Token token = token_at(text, at);
    if (token.kind == TokenKind::end) return found;
    found.push_back(token.begin);
    at = std::max(token.end, at + 1);
  }
}

/// Line breaks removed, empty lines put in, comments put between tokens. It may not parse any more.
std::string shaken(const std::string& text, std::mt19937& random) {
  const auto chance = [&](unsigned long one_in) { return random() % one_in == 0; };
  const auto breaks_lost = 2 + random() % 8, comments_put = 3 + random() % 60, blanks_put = 4 + random() % 40;
  const std::vector<std::uint32_t> tokens = boundaries(text);
  std::string result;
  std::uint32_t done = 0;
  int number = 0;
  const auto comment = [&] {
    constexpr const char* kinds[] = {
        "// note ", "/// doc ", "// coverage: excluded ", "// mutant: equivalent ", "// lint:allow style/names ", "//"};
    return kinds[random() % std::size(kinds)] + std::to_string(number++);
  };
  for (const std::uint32_t token : tokens) {
    std::string gap = text.substr(done, token - done);
    // The gap is what stands between the last token's beginning and this one: its end is blanks and comments.
    const std::size_t last = gap.find_last_not_of(" \t\r\n");
    const std::size_t blanks = last == std::string::npos ? 0 : last + 1;
    const bool ends_comment = gap.substr(0, blanks).rfind("//") != std::string::npos;
    std::string white = gap.substr(blanks);
    if (!ends_comment && white.find('\n') != std::string::npos && chance(breaks_lost)) white = " ";
    if (chance(blanks_put) && !white.empty()) white += "\n\n\n  ";
    if (chance(comments_put) && !white.empty())
      white += comment() + (chance(4) ? "\r\n" : "\n") + (chance(3) ? "      " : "");
    if (chance(comments_put) && !white.empty()) white += "\n    " + comment() + "\n";
    result += gap.substr(0, blanks) + white;
    done = token;
  }
  return result + text.substr(done) + (chance(3) ? "\n  // the end\n" : "");
}

}  // namespace

TEST_CASE("clauses are put in order, and what would then document something else stays where it is") {
  CHECK(fault("module m\nuse a /// x\n timezone \"UTC\"\nfact b : Bool\n") == "");
  CHECK(fault("policy p\ndecision d : permission permit a unless b /// x\n when c /// y\n permit e\n") == "");
  const auto printed = [](std::string text) {
    SourceSet sources;
    const FileId id = sources.add("sample.writ", std::move(text));
    return format(sources[id], parse(sources, id).file).text;
  };
  CHECK(printed("module m use a timezone \"UTC\" use b source s \"s\" effective from 2024-01-01") ==
        "module m\n  source   s \"s\"\n    effective from 2024-01-01\n  timezone \"UTC\"\n\nuse a\nuse b\n");
  CHECK(printed("\xEF\xBB\xBFmodule m\r\nfact a:Bool // x \t\r\n") == "module m\n\nfact a : Bool  // x\n");
}

TEST_CASE("a text is as fast to print as it is long") {
  std::string list = "module m\ndefine a = [", deep = "module m\ndefine a = ";
  for (int i = 0; i < 300000; ++i) list += "1,";
  list += "]";
  CHECK(fault(list) == "");
  for (int i = 0; i < 190; ++i) deep += i % 2 == 0 ? "f(" : "[";
  deep += "1";
  for (int i = 189; i >= 0; --i) deep += i % 2 == 0 ? ")" : "]";
  CHECK(parses(deep));
  CHECK(fault(deep) == "");
}

TEST_CASE("every rule file and every policy of the golden tests is printed as what it says") {
  int printed = 0;
  for (const Sample& sample : all_samples()) {
    INFO(sample.name);
    CHECK(fault(sample.text) == "");
    printed += parses(sample.text) ? 1 : 0;
  }
  CHECK(printed > 300);
}

TEST_CASE("blanks and comments anywhere change nothing but themselves") {
  std::mt19937 random(20250312);  // NOLINT: the same every time
  std::vector<Sample> all = all_samples();
  std::erase_if(all, [](const Sample& sample) { return sample.text.size() > 12000 || !parses(sample.text); });
  int tried = 0, printed = 0;
  for (int round = 0; round < 10; ++round) {
    for (const Sample& sample : all) {
      const std::string text = shaken(sample.text, random);
      ++tried;
      if (!parses(text)) continue;
      ++printed;
      const std::string wrong = fault(text);
      if (!wrong.empty()) {
        INFO(sample.name);
        INFO(text);
        FAIL_CHECK(wrong);
      }
    }
  }
  CHECK(tried > 3000);
  CHECK(printed > tried / 2);
}
