// Memory that fails under what the program does besides: saved programs, timelines, lints.

#include "engine/api/load.hpp"
#include "engine/explain/timeline.hpp"
#include "engine/facts/answer.hpp"
#include "engine/facts/json_index.hpp"
#include "engine/facts/write_json.hpp"
#include "engine/saved/saved_program.hpp"
#include "tests/faults/try_failures.hpp"
#include "tools/lint/run.hpp"

namespace writ::faults {
namespace {

std::shared_ptr<const Program> program() { return compile(load({{"shop.writ", shop()}}).model); }

std::string saved_program() {
  const auto loaded = load({{"shop.writ", shop()}});
  return saved::save(loaded.model, *loaded.sources).value();
}

TEST_CASE("saving") {
  const auto loaded = load({{"shop.writ", shop()}});
  try_all_failures("save a program", [&] {
    return operation([&] { return saved::save(loaded.model, *loaded.sources).value(); }, itself);
  });
}

TEST_CASE("loading a saved program") {
  const std::string bytes = saved_program();
  try_all_failures("load a saved program", [&] {
    return operation([&] { return saved::restore(bytes); },
                     [](const saved::Restored& restored) {
                       Answerer answerer(restored.program, {0}, {});
                       const AnswerWriter writer(restored.program, *restored.sources, answerer, {});
                       const std::string padded = orders()[2] + std::string(json_padding, ' ');
                       std::string line;
                       writer.append(line, answerer.answer(std::string_view(padded).substr(0, orders()[2].size())));
                       return line;
                     });
  });
}

TEST_CASE("a timeline") {
  const auto compiled = program();
  try_all_failures("make a timeline", [&] {
    auto answerer = std::make_shared<Answerer>(compiled, std::vector<model::DecisionId>{1}, AnswerOptions{});
    auto padded = std::make_shared<std::string>(orders()[0] + std::string(json_padding, ' '));
    const time::Instant now = answerer->answer(std::string_view(*padded).substr(0, orders()[0].size())).now;
    return operation(
        [=] { return timeline(answerer->machine(), answerer->facts().row, 1, now, now + 10 * 86'400'000'000); },
        [](const SegmentList& timeline) {
          std::string text;
          for (const Segment& segment : timeline.segments) {
            text += std::to_string(segment.from) + " " + std::to_string(static_cast<int>(segment.outcome)) + "\n";
          }
          return text;
        });
  });
}

TEST_CASE("lints") {
  const auto loaded = load({{"shop.writ", shop()}});
  const lint::Settings settings = lint::Settings::standard();
  try_all_failures("lint", [&] {
    return operation(
        [&] {
          return lint::run({*loaded.sources, *loaded.files, *loaded.model, settings, 20000});
        },
        [](const lint::Findings& findings) {
          std::string all;
          for (const lint::Finding& finding : findings) all += finding.message + finding.subject + "\n";
          return all;
        });
  });
}

}  // namespace
}  // namespace writ::faults
