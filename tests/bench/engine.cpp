#include "tests/bench/engine.hpp"

#include <cstdio>
#include <cstdlib>
#include <utility>

#include "engine/api/load.hpp"

namespace writ::bench {
namespace {

[[noreturn]] void give_up(const std::string& why) {
  std::fprintf(stderr, "%s\n", why.c_str());
  std::exit(1);
}

}  // namespace

CardEngine::CardEngine(std::string policy) {
  auto loaded = load({{"card.writ", std::move(policy)}});
  if (!loaded.model) give_up("card.writ: " + loaded.diagnostics.front().message);
  sources_ = loaded.sources;
  program_ = compile(loaded.model);
  if (!program_) give_up("card.writ cannot be compiled");
  decision_ = find_decision(*loaded.model, "card.send").decision;
}

std::shared_ptr<const FactsPlan> CardEngine::plan() const {
  const model::DecisionId wanted[] = {decision_};
  return plan_facts(program_, wanted, {});
}

std::uint32_t CardEngine::mask(const Verdict& verdict) {
  if (verdict.outcome != model::Outcome::forbidden) return 0;
  std::uint32_t mask = 0;
  for (const auto rule : verdict.rules) mask |= 1U << (rule - 1) % rules.size();  // The first rule permits.
  return mask;
}

Lines::Lines(std::string text) : text_(std::move(text)), bytes_(text_.size()) {
  text_.append(json_padding, ' ');
  const std::string_view all(text_.data(), bytes_);
  for (std::size_t begin = 0; begin < all.size();) {
    const auto end = all.find('\n', begin);
    lines_.push_back(all.substr(begin, end - begin));
    begin = end + 1;
  }
}

FactsInMemory::FactsInMemory(const CardEngine& engine, const Lines& lines) {
  const auto plan = engine.plan();
  readers_.reserve(lines.lines().size());
  for (const auto line : lines.lines()) {
    auto& reader = readers_.emplace_back(plan);
    if (!reader.read(line, std::nullopt)) give_up("an order is rejected");
    facts_.push_back(reader.facts());
  }
}

}  // namespace writ::bench
