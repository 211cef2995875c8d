// The reference evaluator beside what the golden tests expect, and beside the engine on the project's own policies.

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "engine/api/load.hpp"
#include "engine/facts/answer.hpp"
#include "engine/facts/write_json.hpp"
#include "engine/value/time/format.hpp"
#include "tests/golden/golden.hpp"
#include "tests/reference/lines/answer.hpp"

using namespace writ;

namespace {

namespace fs = std::filesystem;
const fs::path root = WRIT_SOURCE_DIR;

std::string text_of(const fs::path& path) {
  std::ifstream file(path);
  REQUIRE(file);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream lines(text);
  std::vector<std::string> all;
  for (std::string line; std::getline(lines, line);) all.push_back(line);
  return all;
}

std::vector<fs::path> files_in(const fs::path& place, const std::string& extension) {
  std::vector<fs::path> found;
  for (const auto& entry : fs::recursive_directory_iterator(place)) {
    if (entry.path().extension() == extension) found.push_back(entry.path());
  }
  std::ranges::sort(found);
  return found;
}

const Loaded& pack() {
  static const Loaded loaded = [] {
    std::vector<NamedText> texts;
    for (const auto& path : files_in(root / "rules", ".writ")) {
      texts.push_back({fs::relative(path, root).generic_string(), text_of(path)});
    }
    return load(std::move(texts));
  }();
  REQUIRE(loaded.model);
  return loaded;
}

/// Blanks between the parts of a line do not matter in golden tests.
std::string without_blanks(const std::string& line) {
  std::string out;
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '"' && (i == 0 || line[i - 1] != '\\')) quoted = !quoted;
    if (quoted || line[i] != ' ') out += line[i];
  }
  return out;
}

std::vector<model::DecisionId> decisions_of(const model::Model& model, const std::string& names) {
  std::vector<model::DecisionId> decisions;
  std::istringstream list(names);
  for (std::string name; std::getline(list, name, ',');) {
    const auto found = find_decision(model, name);
    REQUIRE(found.decision != model::none);
    decisions.push_back(found.decision);
  }
  if (decisions.empty()) {
    while (decisions.size() < model.decisions.size()) decisions.push_back(static_cast<unsigned>(decisions.size()));
  }
  return decisions;
}

/// `eval` with nothing that changes what is said: the decisions that it asks for.
std::optional<std::string> decisions_of_eval(const std::string& run) {
  std::istringstream words(run);
  std::string word, decisions;
  words >> word;
  if (word != "eval") return std::nullopt;
  while (words >> word) {
    if (word == "--decision") {
      words >> decisions;
    } else if (word == "--policy") {
      words >> word;
    } else if (word != "--quiet" && !word.starts_with("facts")) {
      return std::nullopt;
    }
  }
  return decisions;
}

/// The reference knows no limits: of work, of the search for a horizon.
bool shows_limit(std::string_view line) {
  const auto shows = [line](std::string_view sign) { return line.find(sign) != std::string_view::npos; };
  return shows("V0108") || shows("V0111") || shows("V0112") || shows("holds_at_least");
}

/// How many lines of a golden test the reference wrote too; it writes nothing that is not expected.
std::size_t compare(const golden::Golden& test) {
  const auto* facts = test.find("facts");
  const auto* run = test.find("run");
  if (facts == nullptr || run == nullptr || run->body.find("eval") != 0) return 0;
  const bool of_pack = run->body.find("--policy rules") != std::string::npos;
  std::vector<NamedText> texts;
  for (const auto& section : test.sections) {
    if (section.name == "policy")
      texts.push_back({section.argument.empty() ? "policy.writ" : section.argument, section.body});
    if (section.name == "file") return 0;
  }
  const Loaded loaded = of_pack ? Loaded(pack()) : load(std::move(texts));
  if (!loaded.model) return 0;
  std::vector<std::string> expected;
  for (const auto& line : lines_of(test.find("expect")->body)) {
    if (line.starts_with('{')) expected.push_back(without_blanks(reference::comparable(line + "\n")));
  }
  std::size_t number = 0;
  for (const auto& command : lines_of(run->body)) {
    const auto names = decisions_of_eval(command);
    if (!names) return 0;
    for (const auto& record : lines_of(facts->body)) {
      if (record.find_first_not_of(" \t\r") == std::string::npos) continue;
      REQUIRE(number < expected.size());
      const auto& line = expected[number++];
      if (shows_limit(line)) continue;
      const auto decisions = decisions_of(*loaded.model, *names);
      CHECK(without_blanks(reference::answer(*loaded.model, *loaded.sources, decisions, record)) == line);
    }
  }
  CHECK(number == expected.size());
  return number;
}

}  // namespace

TEST_CASE("the reference says what golden tests expect of the cases of the domain") {
  std::size_t compared = 0;
  for (const auto& path : files_in(root / "tests/golden/domain", ".golden")) {
    INFO(path);
    compared += compare(golden::parse(text_of(path)));
  }
  CHECK(compared >= 50);
}

TEST_CASE("the reference says what golden tests of evaluation expect") {
  std::size_t compared = 0;
  for (const auto* place : {"tests/golden/eval", "tests/golden/facts", "tests/golden/boundaries"}) {
    for (const auto& path : files_in(root / place, ".golden")) {
      INFO(path);
      if (path.stem() == "bad_nested") continue;  // The reference knows no limits.
      compared += compare(golden::parse(text_of(path)));
    }
  }
  CHECK(compared >= 50);
}

TEST_CASE("the reference and the engine say the same of every decision of the pack") {
  const auto& [sources, diagnostics, model, files, limits] = pack();
  const auto program = compile(model);
  REQUIRE(program);
  std::vector<std::string> records;
  for (const auto* extension : {".json", ".ndjson"}) {
    for (const auto& path : files_in(root / "rules/samples", extension)) {
      auto lines = lines_of(text_of(path));
      if (lines.size() > 5) lines.resize(5);
      records.insert(records.end(), lines.begin(), lines.end());
    }
  }
  std::size_t decided = 0;
  for (model::DecisionId decision = 0; decision < model->decisions.size(); ++decision) {
    const model::DecisionId wanted[] = {decision};
    Answerer answerer(program, {decision}, {});
    const AnswerWriter writer(program, *sources, answerer, {});
    for (std::string record : records) {
      record.append(json_padding, ' ');
      const auto& answer = answerer.answer(std::string_view(record).substr(0, record.size() - json_padding));
      std::string line;
      writer.append(line, answer);
      INFO(record);
      CHECK(reference::answer(*model, *sources, wanted, record) == reference::comparable(line));
      if (answer.problems.empty()) ++decided;
    }
  }
  CHECK(decided >= 100);
}

TEST_CASE("the definition of the language stays short") {
  std::size_t lines = 0;
  for (const auto& entry : fs::directory_iterator(root / "tests/reference")) {
    if (entry.path().extension() != ".cpp" && entry.path().extension() != ".hpp") continue;
    for (const auto& line : lines_of(text_of(entry.path()))) {
      const auto begin = line.find_first_not_of(' ');
      if (begin != std::string::npos && line.compare(begin, 2, "//") != 0) ++lines;
    }
  }
  CHECK(lines > 400);
  CHECK(lines < 800);
}
