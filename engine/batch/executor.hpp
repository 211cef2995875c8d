#pragma once
// Runs a column program's instructions over one chunk.

#include <memory>
#include <vector>

#include "engine/batch/column_program.hpp"
#include "engine/batch/source.hpp"

namespace writ::batch {

class Executor {
 public:
  Executor(const ColumnProgram& program, const Kernels& kernels)
      : program_(&program), kernels_(&kernels), columns_(program.code.size()), buffers_(program.buffers.size()) {}

  template <typename Source>
  void run(Source& source, Lanes& lanes) {
    arena_.reset();
    for (const Node node : program_->order) {
      const Instruction& instruction = program_->code[node];
      if (instruction.op == Op::leaf) {
        void* const buffer = room(node, lanes);
        const auto* const guard = instruction.a == no_node ? nullptr : bytes(instruction.a);
        columns_[node] = source.leaf({instruction, guard, buffer}, lanes, *kernels_);
      } else if (instruction.op == Op::open) {
        const auto* const guard = instruction.a == no_node ? nullptr : bytes(instruction.a);
        source.open(instruction.domain, guard, lanes, *kernels_);
      } else {
        execute(node, instruction, lanes);
      }
    }
  }

  const std::uint8_t* bytes(Node node) const { return static_cast<const std::uint8_t*>(columns_[node]); }
  const std::int64_t* numbers(Node node) const { return static_cast<const std::int64_t*>(columns_[node]); }
  Arena& arena() { return arena_; }

 private:
  void* room(Node node, const Lanes& lanes);
  void execute(Node node, const Instruction& instruction, Lanes& lanes);
  void compute(const Instruction& instruction, void* out, Lanes& lanes);
  void reduce(const Instruction& instruction, void* out, Lanes& lanes);
  void call(const Instruction& instruction, void* out, Lanes& lanes);
  void fold(const Instruction& instruction, std::int64_t* out, Lanes& lanes);
  void find(const Instruction& instruction, std::int64_t* out, Lanes& lanes);
  template <typename Fails>
  void mark(const Instruction& instruction, Lanes& lanes, Fails fails);

  struct Buffer {
    std::unique_ptr<std::int64_t[]> memory;
    std::size_t words = 0;
  };
  const ColumnProgram* program_;
  const Kernels* kernels_;
  std::vector<const void*> columns_;  // By node.
  std::vector<Buffer> buffers_;
  std::vector<std::uint32_t> counts_;
  Arena arena_;
};

}  // namespace writ::batch
