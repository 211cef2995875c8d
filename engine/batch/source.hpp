#pragma once
// Where a chunk's columns come from: rows of facts, or the caller's own columns.

#include <cstdint>
#include <span>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/batch/column_program.hpp"
#include "engine/batch/kernels/kernels.hpp"
#include "engine/run/machine.hpp"

namespace writ::batch {

/// So many orders at a time, and so many elements of all their lists of one name.
constexpr std::size_t chunk_lanes = 1024;
constexpr std::size_t most_elements = 65'536;

/// A chunk's lanes by domain, and which of its orders columns cannot decide.
class Lanes {
 public:
  enum Mark : std::uint8_t { again = 1, rejected = 2 };

  Lanes(std::size_t lists, const std::vector<ListLeaf>& leaves);

  void begin(std::size_t count);
  std::size_t count(Domain domain) const { return domains_[domain].count; }
  std::size_t size() const { return count(batch::orders); }
  /// Where the elements of each owner begin, among those of list `domain`; one more than there are owners.
  const std::uint32_t* begins(Domain domain) const { return domains_[domain].begins.data(); }
  /// Room for that, to be filled before `open`.
  std::uint32_t* room_for(Domain domain, std::size_t owners);
  void open(Domain domain, std::size_t elements);
  /// Which owner each element is of.
  const std::uint16_t* owners(Domain domain, const Kernels& kernels);
  /// Ends the chunk before the order that a lane belongs to, or marks it where it is the first.
  void cut_before(Domain domain, std::size_t lane, const Kernels& kernels);

  void mark(Domain domain, std::size_t lane, Mark mark, const Kernels& kernels);
  bool any_marked() const { return any_marked_; }
  std::uint8_t marked(std::size_t order) const { return marks_[order]; }

 private:
  struct Lists {
    std::size_t count = 0;
    std::vector<std::uint32_t> begins;
    std::vector<std::uint16_t> owners;
    bool opened = false;  // In this chunk.
    bool owners_known = false;
    Domain parent = batch::orders;
  };
  std::size_t order_of(Domain domain, std::size_t lane, const Kernels& kernels);

  std::vector<Lists> domains_;
  std::vector<std::uint8_t> marks_;
  bool any_marked_ = false;
};

/// What a source fills a column with.
struct LeafRequest {
  const Instruction& instruction;
  const std::uint8_t* guard;  ///< By lane: whether there is a value; or null.
  void* buffer;               ///< Where it may be put.
};

/// Facts in rows, as they are read from JSON.
class RowSource {
 public:
  RowSource(const ColumnProgram* program, std::span<const Facts> facts) : program_(program), facts_(facts) {
    rows_.resize(program == nullptr ? 1 : program->lists.size() + 1);
  }

  /// Other facts, read into the same memory.
  void take(std::span<const Facts> facts) { facts_ = facts; }
  std::size_t size() const { return facts_.size(); }
  void begin(std::size_t first, Lanes& lanes);
  const void* leaf(const LeafRequest& request, Lanes& lanes, const Kernels& kernels);
  void open(Domain domain, const std::uint8_t* guard, Lanes& lanes, const Kernels& kernels);
  Facts facts(std::size_t order) { return facts_[order]; }
  std::string_view problem() const { return {}; }

 private:
  const ColumnProgram* program_;
  std::span<const Facts> facts_;
  std::size_t first_ = 0;
  std::vector<std::vector<const std::int64_t*>> rows_;  // By domain.
};

}  // namespace writ::batch
