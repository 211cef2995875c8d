#include "engine/batch/executor.hpp"

#include <algorithm>
#include <limits>

namespace writ::batch {

using std::int64_t;
using std::size_t;
using std::uint8_t;

namespace {

const Text& text_at(const int64_t* column, size_t i) { return *reinterpret_cast<const Text*>(column[i]); }

}  // namespace

void* Executor::room(Node node, const Lanes& lanes) {
  const std::uint32_t number = program_->buffer_of[node];
  if (number == no_node) return nullptr;
  const ColumnProgram::Buffer& plan = program_->buffers[number];
  Buffer& buffer = buffers_[number];
  const size_t words = (lanes.count(plan.domain) * plan.width + 7) / 8 + 1;
  if (words > buffer.words) {
    buffer.words = std::max(words, plan.domain == orders ? chunk_lanes * plan.width / 8 + 1 : words + words / 2);
    buffer.memory.reset(new int64_t[buffer.words]);
  }
  return buffer.memory.get();
}

/// Finds out which lanes failed, once a kernel has said that one did.
template <typename Fails>
void Executor::mark(const Instruction& instruction, Lanes& lanes, Fails fails) {
  const size_t n = lanes.count(instruction.domain);
  for (size_t i = 0; i < n; ++i) {
    if (fails(i)) lanes.mark(instruction.domain, i, Lanes::again, *kernels_);
  }
}

void Executor::execute(Node node, const Instruction& instruction, Lanes& lanes) {
  void* const out = room(node, lanes);
  columns_[node] = out;
  if (instruction.op >= Op::any_of) return reduce(instruction, out, lanes);
  if (instruction.lane != Lane::byte || instruction.op == Op::need || instruction.op == Op::call) {
    return compute(instruction, out, lanes);
  }
  const Kernels& k = *kernels_;
  const size_t n = lanes.count(instruction.domain);
  const Node a = instruction.a, b = instruction.b;
  auto* const to = static_cast<uint8_t*>(out);
  switch (instruction.op) {
    case Op::fill: return k.fill_byte(static_cast<uint8_t>(instruction.k), to, n);
    case Op::spread: return k.spread_byte(bytes(a), lanes.owners(instruction.domain, k), to, n);
    case Op::logical_not: return k.logical_not(bytes(a), to, n);
    case Op::logical_and: return k.logical_and(bytes(a), bytes(b), to, n);
    case Op::logical_or: return k.logical_or(bytes(a), bytes(b), to, n);
    case Op::logical_and_not: return k.logical_and_not(bytes(a), bytes(b), to, n);
    case Op::equal_bytes: return k.equal_bytes(bytes(a), bytes(b), to, n);
    case Op::byte_between:
      return k.byte_between(bytes(a), static_cast<uint8_t>(instruction.k), static_cast<uint8_t>(instruction.low), to,
                            n);
    case Op::select: return k.select_byte(bytes(a), bytes(b), bytes(instruction.c), to, n);
    case Op::less: return k.less(numbers(a), numbers(b), to, n);
    case Op::less_equal: return k.less_equal(numbers(a), numbers(b), to, n);
    case Op::equal: return k.equal(numbers(a), numbers(b), to, n);
    case Op::less_than: return k.less_than(numbers(a), instruction.k, to, n);
    case Op::greater_than: return k.greater_than(numbers(a), instruction.k, to, n);
    case Op::equal_to: return k.equal_to(numbers(a), instruction.k, to, n);
    case Op::equal_text:
      for (size_t i = 0; i < n; ++i) to[i] = text_at(numbers(a), i).view() == text_at(numbers(b), i).view();
      return;
    default: return;
  }
}

void Executor::compute(const Instruction& instruction, void* out, Lanes& lanes) {
  const Kernels& k = *kernels_;
  const size_t n = lanes.count(instruction.domain);
  const Node a = instruction.a, b = instruction.b;
  const int64_t low = instruction.low, high = instruction.high;
  auto* const to = static_cast<int64_t*>(out);
  const auto beyond = [&](int64_t value) { return value < low || value > high; };
  switch (instruction.op) {
    case Op::fill: return k.fill_number(instruction.k, to, n);
    case Op::spread: return k.spread_number(numbers(a), lanes.owners(instruction.domain, k), to, n);
    case Op::select: return k.select_number(bytes(a), numbers(b), numbers(instruction.c), to, n);
    case Op::add:
      if (!k.add(numbers(a), numbers(b), low, high, to, n)) return;
      return mark(instruction, lanes, [&](size_t i) {
        int64_t sum = 0;
        return __builtin_add_overflow(numbers(a)[i], numbers(b)[i], &sum) || beyond(sum);
      });
    case Op::subtract:
      if (!k.subtract(numbers(a), numbers(b), low, high, to, n)) return;
      return mark(instruction, lanes, [&](size_t i) {
        int64_t difference = 0;
        return __builtin_sub_overflow(numbers(a)[i], numbers(b)[i], &difference) || beyond(difference);
      });
    case Op::add_to:
      if (!k.add_to(numbers(a), instruction.k, low, high, to, n)) return;
      return mark(instruction, lanes, [&](size_t i) {
        int64_t sum = 0;
        return __builtin_add_overflow(numbers(a)[i], instruction.k, &sum) || beyond(sum);
      });
    case Op::scale:
      if (!k.scale(numbers(a), instruction.k, low, high, to, n)) return;
      return mark(instruction, lanes, [&](size_t i) { return beyond(numbers(a)[i]); });
    case Op::need: return mark(instruction, lanes, [&](size_t i) { return bytes(a)[i] == 0; });
    case Op::call: return call(instruction, out, lanes);
    default: return;
  }
}

void Executor::call(const Instruction& instruction, void* out, Lanes& lanes) {
  const ColumnCall& call = program_->calls[static_cast<size_t>(instruction.k)];
  const CallContext context{call.environment, arena_, call.pattern};
  const Node operands[] = {instruction.a, instruction.b, instruction.c};
  const Function function = call.builtin->function;
  const bool narrow = instruction.lane == Lane::byte;
  mark(instruction, lanes, [&](size_t i) {
    Slot arguments[3] = {};
    for (std::uint32_t k = 0; k < call.arguments; ++k) {
      const Lane lane = program_->code[operands[k]].lane;
      if (lane == Lane::text) {
        arguments[k].text = &text_at(numbers(operands[k]), i);
      } else {
        arguments[k].number = lane == Lane::byte ? bytes(operands[k])[i] : numbers(operands[k])[i];
      }
    }
    Slot result{};
    bool failed = function(context, arguments, result) != Fault::none;
    // What became longer may be longer than a text may be: the machine knows.
    if (instruction.lane == Lane::text && !failed) failed = text_in(result).size() > text_in(arguments[0]).size();
    if (narrow) {
      static_cast<uint8_t*>(out)[i] = failed ? uint8_t{0} : static_cast<uint8_t>(result.number);
    } else if (instruction.lane == Lane::text) {
      static_cast<int64_t*>(out)[i] = reinterpret_cast<int64_t>(failed ? arena_.text("") : result.text);
    } else {
      static_cast<int64_t*>(out)[i] = failed ? 0 : result.number;
    }
    return failed;
  });
}

// ---- from elements to whom their list belongs --------------------------------------------------------------------

void Executor::reduce(const Instruction& instruction, void* out, Lanes& lanes) {
  const Kernels& k = *kernels_;
  const size_t n = lanes.count(instruction.domain);
  const auto list = static_cast<Domain>(instruction.k);
  const size_t elements = lanes.count(list);
  const std::uint32_t* const begins = lanes.begins(list);
  if (counts_.size() < elements + 1) counts_.resize(elements + 1);
  switch (instruction.op) {
    case Op::any_of:
      return k.any_of(bytes(instruction.a), elements, lanes.owners(list, k), static_cast<uint8_t*>(out), n);
    case Op::count_of:
      return k.count_of(bytes(instruction.a), elements, begins, counts_.data(), static_cast<int64_t*>(out), n);
    case Op::size_of: return k.sizes(begins, static_cast<int64_t*>(out), n);
    case Op::sum_of:
    case Op::least_of:
    case Op::greatest_of: return fold(instruction, static_cast<int64_t*>(out), lanes);
    case Op::element_of:
      for (size_t i = 0; i < n; ++i) {
        const int64_t index = numbers(instruction.b)[i];
        if (instruction.lane == Lane::byte) {
          static_cast<uint8_t*>(out)[i] = index < 0 ? uint8_t{0} : bytes(instruction.a)[index];
        } else if (instruction.lane == Lane::text) {
          static constexpr Text empty{"", 0};
          static_cast<int64_t*>(out)[i] = index < 0 ? reinterpret_cast<int64_t>(&empty) : numbers(instruction.a)[index];
        } else {
          static_cast<int64_t*>(out)[i] = index < 0 ? 0 : numbers(instruction.a)[index];
        }
      }
      return;
    default: return find(instruction, static_cast<int64_t*>(out), lanes);
  }
}

void Executor::fold(const Instruction& instruction, int64_t* out, Lanes& lanes) {
  const size_t n = lanes.count(instruction.domain);
  const std::uint32_t* const begins = lanes.begins(static_cast<Domain>(instruction.k));
  const uint8_t* const counts = bytes(instruction.a);
  const int64_t* const values = numbers(instruction.b);
  for (size_t i = 0; i < n; ++i) {
    int64_t result = 0;
    bool any = false, overflows = false;
    for (size_t e = begins[i]; e < begins[i + 1]; ++e) {
      if (counts[e] == 0) continue;
      if (instruction.op == Op::sum_of) {
        overflows |= __builtin_add_overflow(result, values[e], &result);
      } else if (!any || (instruction.op == Op::least_of ? values[e] < result : values[e] > result)) {
        result = values[e];
      }
      any = true;
    }
    out[i] = result;
    if (overflows) lanes.mark(instruction.domain, i, Lanes::again, *kernels_);
  }
}

void Executor::find(const Instruction& instruction, int64_t* out, Lanes& lanes) {
  const size_t n = lanes.count(instruction.domain);
  const std::uint32_t* const begins = lanes.begins(static_cast<Domain>(instruction.k));
  const uint8_t* const counts = bytes(instruction.a);
  const int64_t* const keys = instruction.b == no_node ? nullptr : numbers(instruction.b);
  for (size_t i = 0; i < n; ++i) {
    int64_t best = -1;
    for (size_t e = begins[i]; e < begins[i + 1]; ++e) {
      if (counts[e] == 0) continue;
      bool better = best < 0;
      if (!better) {
        switch (instruction.op) {
          case Op::last_of: better = true; break;
          case Op::first_by: better = keys[e] < keys[best]; break;
          case Op::last_by: better = keys[e] >= keys[best]; break;
          default: break;
        }
      }
      if (better) best = static_cast<int64_t>(e);
    }
    out[i] = best;
  }
}

}  // namespace writ::batch
