// Runs golden files against the built program: each is a Catch2 test case, named by its path without `.golden`.
// `--update` rewrites what they expect. README.md beside this file has the format.

#define CATCH_CONFIG_RUNNER
#include <catch2/catch.hpp>
#include <iostream>
#include <regex>

#include "tests/golden/golden.hpp"
#include "tests/support/process.hpp"

namespace writ::golden {
namespace {

constexpr int exit_diagnostics = 3;

struct Options {
  std::string program;
  std::string directory;
  std::string rules;
  bool update = false;
  bool saved = false;  ///< Whether a saved program prints what its rule files do, in place of what is expected.
};

/// Figures that differ from run to run are written as `N`.
std::string stable(const std::string& text) {
  static const std::regex rate(R"([0-9][0-9,.]*( ?[a-z]+/s))");
  static const std::regex took(R"(\bin [0-9][0-9.,]* ?(us|ms|s)\b)");
  static const std::regex seconds(R"re(("seconds": ?| time=")[0-9.]+)re");
  const auto plain = std::regex_replace(std::regex_replace(text, rate, "N$1"), took, "in N $1");
  return std::regex_replace(plain, seconds, "$010");
}

struct Outcome {
  std::string printed;
  int status = 0;  ///< The highest of the commands' statuses.
};

/// Writes the files; the directory to run in.
std::filesystem::path lay_out(const Golden& golden, const test::TemporaryDirectory& place) {
  const auto directory = place.path() / "in";
  std::filesystem::create_directories(directory);
  const auto in = place.path() / "stdin";
  test::write_file(in, "");
  for (const auto& section : golden.sections) {
    if (section.name == "stdin") test::write_file(in, section.body);
    if (const auto name = file_name(section)) {
      if (name->starts_with('/') || name->find("..") != std::string::npos) {
        throw std::runtime_error("a file's name stays inside the directory of the test: " + *name);
      }
      test::write_file(directory / *name, section.body);
    }
  }
  return directory;
}

void link_rules(const std::vector<std::string>& command, const std::filesystem::path& directory,
                const Options& options) {
  const auto is_rules = [](const auto& word) { return word == "rules" || word.starts_with("rules/"); };
  if (std::any_of(command.begin(), command.end(), is_rules) && !std::filesystem::exists(directory / "rules")) {
    std::filesystem::create_directory_symlink(options.rules, directory / "rules");
  }
}

Outcome run_all(const Golden& golden, const Options& options) {
  const test::TemporaryDirectory place;
  const auto directory = lay_out(golden, place);
  const auto in = place.path() / "stdin";
  Outcome outcome;
  for (const auto& command : commands(golden)) {
    link_rules(command, directory, options);
    const auto out = place.path() / "stdout";
    const auto err = place.path() / "stderr";
    const auto result = test::run({options.program, command, directory, in, out, err});
    for (const auto& path : {out, err}) {
      outcome.printed += test::read_file(path);
      if (!outcome.printed.empty() && outcome.printed.back() != '\n') outcome.printed += '\n';
    }
    outcome.status = std::max(outcome.status, result.status);
  }
  outcome.printed = stable(outcome.printed);
  return outcome;
}

/// The same command by a saved program, which `build` makes of the policies that the command names. Empty where it is a
/// command that saved programs are not for.
struct Saved {
  std::vector<std::string> build, command;
};
Saved by_saved_program(const std::vector<std::string>& words, const std::string& program) {
  Saved saved;
  if (words.empty() || (words[0] != "eval" && words[0] != "timeline" && words[0] != "explain")) return saved;
  saved.build = {"build", "-o", program};
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool is_policy = i + 1 < words.size() && (words[i] == "--policy" || words[i] == "-p");
    if (!is_policy) {
      saved.command.push_back(words[i]);
      continue;
    }
    saved.build.push_back(words[++i]);
  }
  saved.command.insert(saved.command.end(), {"--policy", program});
  return saved;
}

/// What differs on standard output, or nothing. Warnings are told when a program is built.
std::string difference_when_saved(const Golden& golden, const Options& options) {
  const test::TemporaryDirectory place;
  const auto directory = lay_out(golden, place);
  const auto run = [&](const std::vector<std::string>& words, const std::string& name) {
    return test::run({options.program, words, directory, place.path() / "stdin", place.path() / name,
                      place.path() / (name + ".errors")});
  };
  for (const auto& command : commands(golden)) {
    link_rules(command, directory, options);
    const auto saved = by_saved_program(command, place.path() / "program");
    if (saved.build.empty() || run(saved.build, "built").status != 0) continue;
    const int status = run(command, "texts").status;
    const int saved_status = run(saved.command, "program_out").status;
    if (status != saved_status) return "the exit status is another";
    const auto expected = stable(test::read_file(place.path() / "texts"));
    const auto printed = stable(test::read_file(place.path() / "program_out"));
    if (expected != printed) return difference(expected, printed);
  }
  return "";
}

/// Whatever form they are printed in: a diagnostic's code is always there.
bool has_diagnostics(const std::string& text) {
  static const std::regex code(R"(\bE[0-9]{4}\b)");
  return std::regex_search(text, code);
}

/// What the linter or the prover found, notes too, which refuse nothing.
bool has_findings(const std::string& text) {
  static const std::regex finding(R"(\b(note|warning|error)\[[a-z]+/[a-z0-9_]+\])");
  return std::regex_search(text, finding);
}

bool is_bad(const std::filesystem::path& path) { return path.filename().string().starts_with("bad_"); }

int usual_status(const std::filesystem::path& path) { return is_bad(path) ? exit_diagnostics : 0; }

int expected_status(const Golden& golden, const std::filesystem::path& path) {
  const auto* section = golden.find("exit");
  return section == nullptr ? usual_status(path) : std::stoi(section->argument);
}

/// The golden file as it would have to be for `outcome` to be right.
Golden updated(Golden golden, const Outcome& outcome, const std::filesystem::path& path) {
  std::erase_if(golden.sections,
                [](const auto& section) { return section.name == "exit" || section.name == "expect"; });
  if (!golden.sections.back().body.ends_with('\n')) golden.sections.back().body += '\n';
  if (outcome.status != usual_status(path)) golden.sections.push_back({"exit", std::to_string(outcome.status), {}});
  golden.sections.push_back({"expect", {}, outcome.printed});
  return golden;
}

class Case : public Catch::ITestInvoker {
 public:
  Case(std::filesystem::path path, const Options& options) : path_(std::move(path)), options_(options) {}

  void invoke() const override {
    const auto golden = parse(test::read_file(path_));
    if (options_.saved) {
      INFO(path_.string());
      const std::string differs = difference_when_saved(golden, options_);
      if (!differs.empty()) FAIL_CHECK(differs);
      return;
    }
    const auto outcome = run_all(golden, options_);
    INFO(path_.string());
    if (outcome.status >= 128)
      FAIL("the program was ended by signal " << outcome.status - 128 << ":\n" << outcome.printed);
    if (is_bad(path_) && outcome.status != exit_diagnostics && !has_diagnostics(outcome.printed) &&
        !has_findings(outcome.printed)) {
      FAIL_CHECK("nothing is refused, and so the file's name may not begin with bad_:\n" << outcome.printed);
    }
    if (!is_bad(path_) && has_diagnostics(outcome.printed)) {
      FAIL_CHECK("there are errors, and so the file's name has to begin with bad_:\n" << outcome.printed);
    }
    if (options_.update) {
      test::write_file(path_, print(updated(golden, outcome, path_)));
      return;
    }
    const auto* expect = golden.find("expect");
    const auto expected = expect == nullptr ? std::string() : expect->body;
    if (!same_text(expected, outcome.printed)) FAIL_CHECK(difference(expected, outcome.printed));
    CHECK(outcome.status == expected_status(golden, path_));
  }

 private:
  std::filesystem::path path_;
  const Options& options_;
};

std::size_t register_cases(const Options& options) {
  std::vector<std::filesystem::path> found;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(options.directory)) {
    if (entry.path().extension() == ".golden") found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end());
  for (const auto& path : found) {
    auto name = std::filesystem::relative(path, options.directory).replace_extension().generic_string();
    // Catch2 owns the invoker, as it owns those that its macros make.
    Catch::getMutableRegistryHub().registerTest(Catch::makeTestCase(
        new Case(path, options), "", Catch::NameAndTags(name), Catch::SourceLineInfo(__FILE__, __LINE__)));
  }
  return found.size();
}

}  // namespace
}  // namespace writ::golden

int main(int count, char* arguments[]) {
  writ::golden::Options options;
  Catch::Session session;
  using Catch::clara::Opt;
  session.cli(session.cli() | Opt(options.program, "file")["--program"]("the program to run") |
              Opt(options.directory, "directory")["--golden"]("where the golden files are") |
              Opt(options.rules, "directory")["--rules"]("the project's own policies") |
              Opt(options.saved)["--saved"]("compare saved programs with their rule files") |
              Opt(options.update)["--update"]("rewrite what the golden files expect"));
  if (const int failed = session.applyCommandLine(count, arguments); failed != 0) return failed;
  if (options.program.empty() || options.directory.empty() || options.rules.empty()) {
    std::cerr << "--program, --golden and --rules are needed\n";
    return 2;
  }
  options.program = std::filesystem::absolute(options.program);
  options.rules = std::filesystem::absolute(options.rules);
  writ::golden::register_cases(options);
  return session.run();
}
