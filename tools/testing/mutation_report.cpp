#include "tools/testing/mutation_report.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/facts/write_value.hpp"
#include "grammar/harmless.hpp"
#include "tools/testing/test_report.hpp"

namespace writ::testing {
namespace {

using State = MutantResult::State;

std::string_view word(State state) {
  switch (state) {
    case State::noticed: return "noticed";
    case State::alive: return "alive";
    case State::explained: return "explained";
    case State::stillborn: return "stillborn";
  }
  return "";
}

std::string json_text(std::string_view text) {
  std::string written;
  append_json_text(written, text);
  return written;
}

class Writer {
 public:
  Writer(const MutationResult& result, bool colour) : result_(result), colour_(colour) {}

  std::string write() {
    for (const MutantResult& mutant : result_.mutants) {
      if (mutant.state == State::alive) alive(mutant);
    }
    explained();
    for (const IdleMark& idle : result_.idle) {
      out_ += fmt::format("{}  explains no mutant: {}\n", text_of(idle.place), idle.text);
    }
    if (!result_.idle.empty()) out_ += '\n';
    files();
    summary();
    return std::move(out_);
  }

 private:
  void tinted(const char* tint, std::string_view text) {
    if (colour_) out_ += tint;
    out_ += text;
    if (colour_) out_ += "\x1b[0m";
  }

  void alive(const MutantResult& mutant) {
    tinted("\x1b[1;31m", "ALIVE");
    out_ += "  " + mutant.change + "   ";
    tinted("\x1b[2m", text_of(mutant.place));
    out_ += "\n       " + mutant.line + "\n";
    if (!mutant.mutated.empty()) out_ += "       could be  " + mutant.mutated + "\n";
    if (mutant.lacks_reason) out_ += "       = help: say why after `// mutant: equivalent`\n";
    out_ += '\n';
  }

  void explained() {
    if (result_.count(State::explained) == 0) return;
    out_ += "explained in the source\n";
    for (const MutantResult& mutant : result_.mutants) {
      if (mutant.state != State::explained) continue;
      out_ += fmt::format("  {}  {}: {}\n", text_of(mutant.place), mutant.change, mutant.reason);
    }
    out_ += '\n';
  }

  void files() {
    for (const std::string& file : result_.files) {
      const auto count = [&](State state) {
        return std::ranges::count_if(result_.mutants, [&](const MutantResult& mutant) {
          return mutant.place.file == file && mutant.state == state;
        });
      };
      const auto alive = count(State::alive), noticed = count(State::noticed);
      if (alive + noticed == 0) continue;
      out_ += fmt::format("{}  {} of {} noticed\n", harmless_line(file), noticed, alive + noticed);
    }
  }

  void summary() {
    const std::size_t alive = result_.count(State::alive), all = result_.counted();
    out_ += fmt::format("{} mutants: {} noticed, {} alive", all, all - alive, alive);
    if (all > 0) out_ += fmt::format(" ({:.1f} %)", result_.alive_percent());
    if (const auto explained = result_.count(State::explained); explained > 0) {
      out_ += fmt::format(", {} more explained", explained);
    }
    out_ += fmt::format(" in {:.1f} s\n", result_.seconds);
  }

  const MutationResult& result_;
  bool colour_;
  std::string out_;
};

}  // namespace

std::string mutation_text(const MutationResult& result, const MutationTextOptions& options) {
  return Writer(result, options.colour).write();
}

std::string mutation_json(const MutationResult& result) {
  std::string out =
      fmt::format(R"({{"counted":{},"noticed":{},"alive":{},"explained":{},"stillborn":{},"alive_percent":{:.2f},)",
                  result.counted(), result.count(State::noticed), result.count(State::alive),
                  result.count(State::explained), result.count(State::stillborn), result.alive_percent());
  out += fmt::format(R"("seconds":{:.3f},"mutants":[)", result.seconds);
  bool first = true;
  for (const MutantResult& mutant : result.mutants) {
    if (mutant.state == State::stillborn) continue;
    if (!first) out += ',';
    first = false;
    out += fmt::format(R"({{"state":"{}","file":{},"line":{},"column":{},"change":{},"text":{})", word(mutant.state),
                       json_text(mutant.place.file), mutant.place.line, mutant.place.column, json_text(mutant.change),
                       json_text(mutant.line));
    if (!mutant.mutated.empty()) out += R"(,"mutated":)" + json_text(mutant.mutated);
    if (!mutant.reason.empty()) out += R"(,"reason":)" + json_text(mutant.reason);
    out += '}';
  }
  out += "],\"idle_marks\":[";
  first = true;
  for (const IdleMark& idle : result.idle) {
    if (!first) out += ',';
    first = false;
    out += fmt::format(R"({{"file":{},"line":{},"text":{}}})", json_text(idle.place.file), idle.place.line,
                       json_text(idle.text));
  }
  return out + "]}\n";
}

}  // namespace writ::testing
