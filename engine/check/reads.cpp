#include "engine/check/reads.hpp"

#include <algorithm>

namespace writ::checking {
namespace {

/// A rule book of thousands of rules names the same few facts in each.
std::vector<std::uint32_t> once_each(std::vector<std::uint32_t> ids) {
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return ids;
}

}  // namespace

void Bits::set(std::uint32_t bit) {
  if (words_.size() <= bit / 64) words_.resize(bit / 64 + 1);
  words_[bit / 64] |= std::uint64_t{1} << (bit % 64);
}

void Bits::merge(const Bits& other) {
  if (words_.size() < other.words_.size()) words_.resize(other.words_.size());
  for (std::size_t i = 0; i < other.words_.size(); ++i) words_[i] |= other.words_[i];
}

std::vector<std::uint32_t> Bits::all() const {
  std::vector<std::uint32_t> result;
  for (std::uint32_t i = 0; i < words_.size(); ++i)
    for (std::uint32_t bit = 0; bit < 64; ++bit)
      if ((words_[i] >> bit & 1) != 0) result.push_back(i * 64 + bit);
  return result;
}

void Reads::merge(const Reads& other) {
  facts.merge(other.facts);
  parameters.merge(other.parameters);
  depth = std::max(depth, other.depth + 1);
  now = now || other.now;
  decisions = decisions || other.decisions;
  unknown = unknown || other.unknown;
}

Reads ReadsOf::close(const Uses& uses) const {
  Reads reads;
  reads.now = uses.now;
  reads.unknown = uses.unknown;
  reads.decisions = !uses.decisions.empty();
  for (const auto id : uses.facts) reads.facts.set(id);
  for (const auto id : once_each(uses.parameters)) {
    reads.parameters.set(id);
    reads.merge(parameters[id]);
  }
  for (const auto id : once_each(uses.defines)) reads.merge(defines[id]);
  for (const auto id : once_each(uses.decisions)) reads.merge(decisions[id]);
  for (const auto id : once_each(uses.fixtures)) reads.merge(fixtures[id]);
  return reads;
}

}  // namespace writ::checking
