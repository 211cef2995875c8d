#pragma once
// Rows of facts as the columns that a caller of the public interface would have.

#include <deque>
#include <span>
#include <string>
#include <vector>

#include "engine/program/program.hpp"
#include "engine/run/machine.hpp"
#include "writ/batch.hpp"

namespace writ::differential {

class GivenColumns {
 public:
  GivenColumns(const Program& program, std::span<const model::FactId> facts, std::span<const Facts> rows);
  const FactColumns& columns() const { return columns_; }

 private:
  FactColumns columns_;
  std::deque<std::vector<std::int64_t>> numbers_;
  std::deque<std::vector<std::string_view>> texts_;
  std::deque<std::vector<std::uint8_t>> present_;
};

}  // namespace writ::differential
