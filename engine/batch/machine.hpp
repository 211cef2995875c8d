#pragma once
// Decides orders a chunk at a time: each instruction once for all of them. An order that columns cannot decide, for it
// fails or is too large, is decided by the scalar machine, and so are all where the decision has no columns: what comes
// out is the same. A machine keeps its memory and serves one thread.

#include <memory>
#include <span>
#include <vector>

#include "engine/batch/column_program.hpp"
#include "engine/batch/columns.hpp"
#include "engine/batch/source.hpp"
#include "engine/run/machine.hpp"

namespace writ::batch {

/// Which loops run. All give the same bytes; `best` is the newest that the processor has.
enum class InstructionSet : std::uint8_t { best, baseline, avx2, avx512 };
/// Null where the processor does not have it.
const Kernels* kernels_of(InstructionSet set);

/// What came of a chunk; good until the next.
struct ChunkResult {
  std::size_t first = 0, count = 0;
  /// model::Outcome; or 5: the order's facts are rejected.
  const std::uint8_t* outcome = nullptr;
  const std::uint8_t* in_force = nullptr;
  /// By rule, `otherwise` last: 1 where it won.
  std::vector<const std::uint8_t*> rules;
  /// Of a value decision whose value is a scalar: numbers, members, or `const Text*`.
  const std::uint8_t* present = nullptr;
  const std::int64_t* value = nullptr;

  /// An order that the scalar machine decided, and what failed.
  struct Single {
    std::size_t order = 0;  ///< Counted from the chunk's first.
    std::vector<EvaluationError> errors;
    std::string_view column;                         ///< A rejected order's column whose value is none of its type,
    model::RequirementId requirement = model::none;  ///< or the requirement that it breaks.
  };
  std::vector<Single> singles;
};
constexpr std::uint8_t rejected_outcome = 5;

struct BatchOptions {
  InstructionSet instructions = InstructionSet::best;
  bool requirements = true;  ///< Checked for each order. Without, they hold.
  bool columns = true;       ///< Without, every order is decided by the scalar machine.
  Limits limits = {};        ///< Of what the scalar machine decides.
};

class BatchMachine {
 public:
  BatchMachine(std::shared_ptr<const Program> program, model::DecisionId decision, BatchOptions options = {});
  ~BatchMachine();
  BatchMachine(BatchMachine&&) noexcept;
  BatchMachine& operator=(BatchMachine&&) noexcept;

  /// Null where all orders are decided one by one.
  const ColumnProgram* columns() const;
  const char* instruction_set() const;

  /// Decides orders from `first` on, at most a chunk. Never of none, where there are any left.
  const ChunkResult& decide(RowSource& source, std::size_t first);
  const ChunkResult& decide(ColumnSource& source, std::size_t first);
  RowSource rows(std::span<const Facts> facts) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace writ::batch
