#include "tools/testing/mutation.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <map>
#include <mutex>
#include <thread>

#include "engine/check/check.hpp"
#include "engine/value/names.hpp"
#include "grammar/parse.hpp"
#include "tools/testing/expectation.hpp"
#include "tools/testing/test_runner.hpp"

namespace writ::testing {
namespace {

using State = MutantResult::State;

constexpr std::string_view mark = "// mutant: equivalent";

/// A mutant, and of which text.
struct Candidate {
  std::size_t text;
  Mutant mutant;
};

bool is_for_tests(const syntax::Declaration& declaration) {
  return std::holds_alternative<syntax::TestDecl>(declaration.node) ||
         std::holds_alternative<syntax::FixtureDecl>(declaration.node);
}

/// Files that are parsed once and checked again and again, with another in the place of one. One thread's own.
class Workshop {
 public:
  Workshop(const std::vector<NamedText>& texts, const Limits& limits) : limits_(limits) {
    for (const NamedText& text : texts) {
      files_.push_back(parse(*sources_, sources_->add(text.name, text.text), limits_).file);
    }
  }

  const SourceSet& sources() const { return *sources_; }
  const std::vector<syntax::File>& files() const { return files_; }

  /// The files with one text changed; without a model where that does not check.
  Loaded with(std::size_t file, const Mutant& mutant) {
    const Source& original = (*sources_)[files_[file].id];
    std::string text(original.text());
    text.replace(mutant.span.begin, mutant.span.end - mutant.span.begin, mutant.replacement);
    Loaded loaded;
    loaded.sources = sources_;
    loaded.limits = limits_;
    Parsed parsed = parse(*sources_, sources_->add(original.name(), std::move(text)), limits_);
    if (has_errors(parsed.diagnostics)) return loaded;
    std::swap(files_[file], parsed.file);
    Checked checked = check(*sources_, files_);
    std::swap(files_[file], parsed.file);
    if (!has_errors(checked.diagnostics)) loaded.model = std::move(checked.model);
    return loaded;
  }

 private:
  Limits limits_;
  std::shared_ptr<SourceSet> sources_ = std::make_shared<SourceSet>();
  std::vector<syntax::File> files_;
};

/// Tests that noticed the last mutants come first: they are likely to notice the next one, which is near.
class Order {
 public:
  explicit Order(std::vector<std::uint32_t> tests) : tests_(std::move(tests)) {}
  const std::vector<std::uint32_t>& tests() const { return tests_; }
  void noticed(std::size_t index) {
    std::rotate(tests_.begin(), tests_.begin() + static_cast<std::ptrdiff_t>(index),
                tests_.begin() + static_cast<std::ptrdiff_t>(index) + 1);
  }

 private:
  std::vector<std::uint32_t> tests_;
};

std::string trimmed(std::string_view line) {
  const std::size_t begin = line.find_first_not_of(" \t\r");
  if (begin == std::string_view::npos) return {};
  return std::string(line.substr(begin, line.find_last_not_of(" \t\r") + 1 - begin));
}

/// The line as people are to read it: a mark is no part of what it says.
std::string shown(std::string_view line) { return trimmed(line.substr(0, line.find(mark))); }

/// What follows the mark on this line, where it stands there.
std::optional<std::string> reason_on(const Source& source, std::uint32_t line) {
  const std::string_view text = source.line(line);
  const std::size_t at = text.find(mark);
  if (at == std::string_view::npos) return std::nullopt;
  return trimmed(text.substr(at + mark.size()));
}

class Mutation {
 public:
  Mutation(const std::vector<NamedText>& texts, const Loaded& loaded, const MutationOptions& options)
      : texts_(texts), loaded_(loaded), options_(options), workshop_(texts, loaded.limits) {
    for (std::size_t i = 0; i < texts.size(); ++i) {
      const syntax::File& file = workshop_.files()[i];
      if (!is_wanted(file)) continue;
      // Spans of this workshop's tree are those of the loaded model: both read the texts in the same order.
      auto mutants = mutants_of(workshop_.sources(), file, *loaded.model, {options.requirements});
      const bool has_rules = !std::ranges::all_of(file.declarations, is_for_tests);
      if (has_rules) result_.files.push_back(texts[i].name);
      for (Mutant& mutant : mutants) {
        candidates_.push_back({i, std::move(mutant)});
      }
    }
    result_.mutants.resize(candidates_.size());
  }

  MutationResult run() {
    const auto start = std::chrono::steady_clock::now();
    unsigned threads = options_.threads != 0 ? options_.threads : std::max(1U, std::thread::hardware_concurrency());
    threads = static_cast<unsigned>(std::min<std::size_t>(threads, std::max<std::size_t>(1, candidates_.size())));
    std::vector<std::jthread> others;
    for (unsigned i = 1; i < threads; ++i) {
      others.emplace_back([this] {
        Workshop own(texts_, loaded_.limits);
        work(own);
      });
    }
    work(workshop_);
    others.clear();
    result_.stopped = next_.load() < candidates_.size();
    find_idle_marks();
    result_.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return std::move(result_);
  }

 private:
  bool is_wanted(const syntax::File& file) const {
    if (options_.policy.empty()) return true;
    const std::string name = file.header.name.text();
    return name == options_.policy || unqualified(name) == options_.policy;
  }

  void work(Workshop& workshop) {
    Order order(tests_that_match(loaded_, options_.filter));
    while (!options_.stopped || !options_.stopped()) {
      const std::size_t next = next_.fetch_add(1);
      if (next >= candidates_.size()) return;
      result_.mutants[next] = outcome(candidates_[next], workshop, order);
      if (!options_.progress) continue;
      const std::lock_guard<std::mutex> lock(telling_);
      options_.progress(++done_, candidates_.size());
    }
  }

  MutantResult outcome(const Candidate& candidate, Workshop& workshop, Order& order) const {
    const Mutant& mutant = candidate.mutant;
    const Source& source = workshop.sources()[workshop.files()[candidate.text].id];
    MutantResult result;
    const Position position = source.position(mutant.place.begin);
    result.place = {source.name(), position.line, position.column};
    result.line = shown(source.line(position.line));
    result.change = mutant.change;
    result.mutated = mutated_line(source, mutant);
    const Loaded loaded = workshop.with(candidate.text, mutant);
    if (loaded.model == nullptr) return result;
    TestRunner runner(loaded, {});
    if (runner.too_large()) return result;
    for (std::size_t i = 0; i < order.tests().size(); ++i) {
      const std::uint32_t test = order.tests()[i];
      if (runner.passes(test)) continue;
      result.state = State::noticed;
      order.noticed(i);
      return result;
    }
    const auto reason = reason_on(source, position.line);
    result.state = reason && !reason->empty() ? State::explained : State::alive;
    if (reason) result.reason = *reason;
    result.lacks_reason = reason && reason->empty();
    return result;
  }

  static std::string mutated_line(const Source& source, const Mutant& mutant) {
    const Position first = source.position(mutant.span.begin), last = source.position(mutant.span.end);
    if (first.line != last.line || mutant.replacement.find('\n') != std::string::npos) return {};
    std::string line(source.line(first.line));
    const std::uint32_t at = mutant.span.begin - source.line_start(first.line);
    return shown(line.replace(at, mutant.span.end - mutant.span.begin, mutant.replacement));
  }

  /// A mark that explains nothing is out of date, or on the wrong line.
  void find_idle_marks() {
    for (std::size_t i = 0; i < texts_.size(); ++i) {
      if (std::ranges::find(result_.files, texts_[i].name) == result_.files.end()) continue;
      const Source& source = workshop_.sources()[workshop_.files()[i].id];
      for (std::uint32_t line = 1; line <= source.line_count(); ++line) {
        const auto reason = reason_on(source, line);
        if (!reason) continue;
        const bool explains = std::ranges::any_of(result_.mutants, [&](const MutantResult& mutant) {
          const bool lives = mutant.state == State::explained || mutant.state == State::alive;
          return lives && mutant.place.file == source.name() && mutant.place.line == line;
        });
        if (!explains) result_.idle.push_back({{source.name(), line, 1}, trimmed(source.line(line))});
      }
    }
  }

  const std::vector<NamedText>& texts_;
  const Loaded& loaded_;
  const MutationOptions& options_;
  Workshop workshop_;
  std::vector<Candidate> candidates_;
  MutationResult result_;
  std::atomic<std::size_t> next_{0};
  std::mutex telling_;
  std::size_t done_ = 0;
};

}  // namespace

std::size_t MutationResult::count(State state) const {
  return static_cast<std::size_t>(std::ranges::count(mutants, state, &MutantResult::state));
}

std::size_t MutationResult::counted() const { return count(State::noticed) + count(State::alive); }

double MutationResult::alive_percent() const {
  const std::size_t all = counted();
  return all == 0 ? 0 : 100.0 * static_cast<double>(count(State::alive)) / static_cast<double>(all);
}

MutationResult mutate(const std::vector<NamedText>& texts, const Loaded& loaded, const MutationOptions& options) {
  return Mutation(texts, loaded, options).run();
}

}  // namespace writ::testing
