#pragma once
// Proves of code, whoever made it, that no register is taken for what it does not hold: what each holds is followed
// from instruction to instruction, and where ways meet it is what it is on all of them. So deciding reads and writes
// nothing but its own, whatever a file says.

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/program/program.hpp"
#include "engine/saved/contents.hpp"

namespace writ::saved {

/// What is known of a program whose indexes, operands and jumps all lead somewhere, and whose blocks never come to
/// themselves again.
struct CodeMap {
  std::vector<std::uint32_t> ends;   ///< By block: where its code ends.
  std::vector<std::uint32_t> rules;  ///< By block: of the decision whose verdicts it gives, or none.
  std::vector<std::uint32_t> order;  ///< Blocks, and after their numbers decisions, each after all that it calls.
  std::uint64_t source_bytes = 0;    ///< Of the texts that it was made from.
};

/// What is wrong, or nothing. `constants` and `frames` are what the program's hold.
std::string verify_code(const Program& program, const CodeMap& map, std::span<const Content> constants,
                        std::vector<Content> frames);

}  // namespace writ::saved
