// Which columns are made, and where they are kept: a buffer is used again as soon as nothing reads what is in it, so
// that those of a chunk stay in the processor's cache.

#include <algorithm>
#include <map>

#include "engine/batch/column_compiler.hpp"

namespace writ::batch {
namespace {

/// What may mark orders: it is run whether or not its column is read.
bool may_mark(Op op) {
  switch (op) {
    case Op::need:
    case Op::add:
    case Op::subtract:
    case Op::add_to:
    case Op::scale:
    case Op::call:
    case Op::sum_of: return true;
    default: return false;
  }
}

bool reduces(Op op) { return op >= Op::any_of && op <= Op::element_of; }

/// The list whose elements must be known, beside that of its own domain; or none.
Domain list_of(const Instruction& instruction) {
  return reduces(instruction.op) ? static_cast<Domain>(instruction.k) : orders;
}

std::vector<bool> find_live(const ColumnProgram& program) {
  std::vector<bool> live(program.code.size(), false);
  std::vector<Node> opens(program.lists.size() + 1, no_node);
  for (Node node = 0; node < program.code.size(); ++node) {
    if (program.code[node].op == Op::open) opens[program.code[node].domain] = node;
    live[node] = may_mark(program.code[node].op);
  }
  for (const Node node : program.rules) live[node] = true;
  for (const Node node : {program.outcome, program.in_force, program.present, program.value}) {
    if (node != no_node) live[node] = true;
  }
  for (Node node = static_cast<Node>(program.code.size()); node-- > 0;) {
    if (!live[node]) continue;
    const Instruction& instruction = program.code[node];
    for (const Node operand : {instruction.a, instruction.b, instruction.c}) {
      if (operand != no_node) live[operand] = true;
    }
    for (const Domain domain : {instruction.domain, list_of(instruction)}) {
      if (domain == orders || domain == everywhere || opens[domain] == node) continue;
      live[opens[domain]] = true;
    }
    if (instruction.op == Op::open) {
      const Domain parent = program.lists[static_cast<std::size_t>(instruction.k)].parent;
      if (parent != orders) live[opens[parent]] = true;
    }
  }
  return live;
}

std::uint8_t width_of(Lane lane) { return lane == Lane::byte ? 1 : 8; }

}  // namespace

void place_columns(ColumnProgram& program) {
  const std::vector<bool> live = find_live(program);
  std::vector<Node> last_use(program.code.size(), 0);
  for (Node node = 0; node < program.code.size(); ++node) {
    if (!live[node]) continue;
    if (program.code[node].op != Op::constant) program.order.push_back(node);
    for (const Node operand : {program.code[node].a, program.code[node].b, program.code[node].c}) {
      if (operand != no_node) last_use[operand] = node;
    }
  }
  const auto keep = [&](Node node) {
    if (node != no_node) last_use[node] = no_node;
  };
  std::ranges::for_each(program.rules, keep);
  for (const Node node : {program.outcome, program.in_force, program.present, program.value}) keep(node);

  program.buffer_of.assign(program.code.size(), no_node);
  std::map<std::pair<Domain, std::uint8_t>, std::vector<std::uint32_t>> free;
  for (const Node node : program.order) {
    const Instruction& instruction = program.code[node];
    if (instruction.op != Op::open && instruction.op != Op::need) {
      const std::uint8_t width = width_of(instruction.lane);
      auto& unused = free[{instruction.domain, width}];
      if (unused.empty()) {
        unused.push_back(static_cast<std::uint32_t>(program.buffers.size()));
        program.buffers.push_back({instruction.domain, width});
      }
      program.buffer_of[node] = unused.back();
      unused.pop_back();
    }
    const auto release = [&](Node used) {
      if (used == no_node || program.buffer_of[used] == no_node || last_use[used] != node) return;
      const ColumnProgram::Buffer& buffer = program.buffers[program.buffer_of[used]];
      free[{buffer.domain, buffer.width}].push_back(program.buffer_of[used]);
      last_use[used] = no_node;  // An operand twice is given back once.
    };
    release(instruction.a);
    release(instruction.b);
    release(instruction.c);
    if (last_use[node] == 0 && program.buffer_of[node] != no_node) {  // Only run for what it marks.
      const ColumnProgram::Buffer& buffer = program.buffers[program.buffer_of[node]];
      free[{buffer.domain, buffer.width}].push_back(program.buffer_of[node]);
    }
  }
}

}  // namespace writ::batch
