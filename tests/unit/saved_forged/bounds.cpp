// Saved programs that somebody forged so that loading or deciding would read what is not theirs or take long: refused.

#include <limits>

#include "engine/run/machine.hpp"
#include "tests/unit/saved_forged/compiled.hpp"

namespace writ {
namespace {

using Catch::Matchers::Contains;

/// A block of its own that gives nothing or one number, and has so many registers.
BlockId add_block(Program& program, const std::vector<Instruction>& code, std::uint16_t registers, bool gives = true) {
  Signature signature;
  if (gives) signature.results = {Type{Kind::integer}};
  program.signatures.push_back(signature);
  Block block{};
  block.begin = static_cast<std::uint32_t>(program.code.size());
  block.signature = static_cast<std::uint32_t>(program.signatures.size() - 1);
  block.registers = registers;
  block.result_registers = gives ? 1 : 0;
  block.frame = static_cast<std::uint32_t>(program.frames.size());
  program.frames.resize(program.frames.size() + registers);
  program.code.insert(program.code.end(), code.begin(), code.end());
  program.origins.resize(program.code.size(), model::none);
  program.blocks.push_back(block);
  return static_cast<BlockId>(program.blocks.size() - 1);
}

/// An instruction that puts this number into a register.
Instruction constant(Program& program, Register to, std::int64_t value) {
  program.constants.push_back(number(value));
  return {Opcode::constant, to, 0, 0, static_cast<std::uint32_t>(program.constants.size() - 1), 0};
}

constexpr const char* tiny = R"(
policy tiny "Tiny"
fact count : Int
fact name  : Text
decision ok : permission
  permit anyone
)";

/// What is said of a block that selects rules by this index.
std::string selected(RuleIndex index) {
  Compiled compiled(tiny);
  Program& program = compiled.program;
  const bool by_text = index.kind == RuleIndex::Kind::texts;
  program.rule_indexes.push_back(std::move(index));
  const auto number = static_cast<std::uint32_t>(program.rule_indexes.size() - 1);
  const BlockId id = add_block(
      program, {constant(program, 0, 0), {Opcode::select_rules, 0, 0, 0, number, 0}, {Opcode::end, 0, 0, 0, 0, 0}}, 1,
      false);
  Instruction& select = program.code[program.blocks[id].begin + 1];
  select.a = compiled.fact(select, by_text ? "name" : "count");
  program.decisions[0].moving_rules = id;
  return compiled.problem();
}

TEST_CASE("an index has the tables of its own kind alone") {
  const auto members = RuleIndex::by_number({{1, 2}}, 2);
  const auto numbers = RuleIndex::by_number({{1, 2}, {1'000'000, 2}}, 2);
  const auto texts = RuleIndex::by_text({{"one", 2}}, 2);
  const auto ranges = RuleIndex::by_range({7}, {2, 2});
  for (const RuleIndex& own : {members, numbers, texts, ranges}) {
    INFO("kind " << static_cast<int>(own.kind));
    CHECK(selected(own) == "");
    for (const RuleIndex& foreign : {members, numbers, texts, ranges}) {
      const auto is_refused = [&](auto RuleIndex::*table) {
        RuleIndex forged = own;
        forged.*table = foreign.*table;
        // Of members and of ranges the places are of one table, of other sizes.
        if ((own.*table).empty() && !(foreign.*table).empty()) {
          CHECK_THAT(selected(forged), Contains("leads to what is not there"));
        }
      };
      is_refused(&RuleIndex::places);
      is_refused(&RuleIndex::bounds);
      is_refused(&RuleIndex::numbers);
      is_refused(&RuleIndex::texts);
      is_refused(&RuleIndex::letters);
    }
  }
  // Far behind the end of all code.
  RuleIndex far = members;
  far.numbers.push_back({0, 0x10000000});
  CHECK_THAT(selected(far), Contains("leads to what is not there"));
}

TEST_CASE("an index that would take long to look through is refused") {
  // More than half of the table, and letters that are used more than once.
  RuleIndex full = RuleIndex::by_number({{1, 2}, {1'000'000, 2}}, 2);
  for (auto& entry : full.numbers) {
    if (entry.place == RuleIndex::empty) {
      entry = {1, 2};
      break;
    }
  }
  CHECK_THAT(selected(full), Contains("leads to what is not there"));
  RuleIndex shared = RuleIndex::by_text({{"one", 2}, {"two", 2}}, 2);
  REQUIRE(selected(shared) == "");
  const auto is_used = [](const RuleIndex::TextEntry& entry) { return entry.place != RuleIndex::empty; };
  const auto one = *std::ranges::find_if(shared.texts, is_used);
  shared.letters.resize(one.size);
  for (auto& entry : shared.texts) {
    if (is_used(entry)) entry = {one.hash, 0, one.size, one.place};
    if (!is_used(entry)) entry.begin = entry.size = 0;
  }
  CHECK_THAT(selected(shared), Contains("leads to what is not there"));
  // One run of entries that all begin at one place: the factor's inverse makes numbers that do.
  std::uint64_t inverse = 1;
  for (int i = 0; i < 6; ++i) inverse *= 2 - 0x9e3779b97f4a7c15u * inverse;
  std::vector<std::pair<std::int64_t, std::uint32_t>> keys;
  for (std::uint64_t i = 0; i < 4096; ++i) keys.emplace_back(static_cast<std::int64_t>(i * inverse), 2);
  CHECK_THAT(selected(RuleIndex::by_number(keys, 2)), Contains("leads to what is not there"));
  keys.resize(256);
  CHECK(selected(RuleIndex::by_number(keys, 2)) == "");
}

TEST_CASE("calls go only so deep, whichever block stands first") {
  const auto chain = [](std::uint32_t count, bool leaf_first) {
    Compiled compiled(tiny);
    Program& program = compiled.program;
    const auto first = static_cast<std::uint32_t>(program.blocks.size());
    const Instruction zero = constant(program, 0, 0);
    for (std::uint32_t i = 0; i < count; ++i) {
      const bool is_leaf = leaf_first ? i == 0 : i + 1 == count;
      const std::uint32_t callee = leaf_first ? first + i - 1 : first + i + 1;
      const Instruction call{Opcode::call, 0, 0, 1, callee, 2};
      const Instruction end{Opcode::end, 0, 0, 0, 0, 0}, fail{Opcode::fail, 0, 0, 0, 0, 0};
      add_block(program, is_leaf ? std::vector{zero, end} : std::vector{call, end, fail}, 1);
    }
    return compiled.problem();
  };
  for (const bool leaf_first : {false, true}) {
    CHECK(chain(2'500, leaf_first) == "");
    CHECK_THAT(chain(2'501, leaf_first), Contains("its code calls itself, or too deep"));
  }
}

TEST_CASE("going round and calling take steps for what follows") {
  const auto loop = [](std::size_t moves, Register steps) {
    Compiled compiled(tiny);
    Program& program = compiled.program;
    std::vector<Instruction> code{constant(program, 1, 1'000'000), constant(program, 0, 0)};
    code.resize(code.size() + moves, {Opcode::move, 2, 1, 0, 0, 0});
    const auto at = static_cast<std::uint32_t>(code.size());
    code.push_back({Opcode::next, 0, 1, steps, 2, at + 2});
    code.push_back({Opcode::end, 0, 0, 0, 0, 0});
    code.push_back({Opcode::fail, 0, 0, 0, 0, 0});
    add_block(program, code, 3);
    return compiled.problem();
  };
  CHECK(loop(127, 1) == "");
  CHECK(loop(255, 1) == "");
  CHECK_THAT(loop(256, 1), Contains("leads to what is not there"));
  CHECK(loop(20'000, 157) == "");
  CHECK_THAT(loop(20'000, 155), Contains("leads to what is not there"));
  const auto call = [](std::size_t moves, Register steps) {
    Compiled compiled(tiny);
    Program& program = compiled.program;
    std::vector<Instruction> code{constant(program, 0, 0)};
    code.resize(code.size() + moves, {Opcode::move, 0, 0, 0, 0, 0});
    code.push_back({Opcode::end, 0, 0, 0, 0, 0});
    const BlockId callee = add_block(program, code, 1);
    add_block(program,
              {{Opcode::call, 0, 0, steps, callee, 2}, {Opcode::end, 0, 0, 0, 0, 0}, {Opcode::fail, 0, 0, 0, 0, 0}}, 1);
    return compiled.problem();
  };
  CHECK(call(250, 1) == "");
  CHECK_THAT(call(256, 1), Contains("leads to what is not there"));
  CHECK(call(20'000, 157) == "");
}

TEST_CASE("what takes long weighs more, and so does what is copied for a call") {
  const Instruction end{Opcode::end, 0, 0, 0, 0, 0}, fail{Opcode::fail, 0, 0, 0, 0, 0};
  const auto refusal = Contains("leads to what is not there");
  const auto products = [&](std::uint32_t count, Register steps) {
    Compiled compiled("policy many\nfact n : Int\ndecision d : permission\n  permit a when n * 7 > 3\n");
    Program& program = compiled.program;
    const Instruction product = compiled.at(Opcode::call_builtin);
    std::vector<Instruction> code{constant(program, 0, 0), constant(program, 1, 9)};
    const std::uint32_t next = 2 + count;
    code.resize(next, {Opcode::call_builtin, 2, 0, product.b, product.c, next + 2});
    code.insert(code.end(), {{Opcode::next, 0, 1, steps, 2, next + 2}, end, fail});
    add_block(program, code, 3);
    return compiled.problem();
  };
  CHECK(products(10, 1) == "");
  CHECK_THAT(products(11, 1), refusal);
  CHECK(products(11, 2) == "");

  // Very many arguments, of which nothing is made.
  const auto arguments = [&](Register steps) {
    Compiled compiled(tiny);
    Program& program = compiled.program;
    constexpr std::uint16_t count = 1'100;
    const BlockId callee = add_block(program, {constant(program, count, 0), end}, count + 1);
    program.signatures.back().arguments.assign(count, Type{Kind::integer});
    program.blocks.back().argument_registers = count;
    std::vector<Instruction> code;
    for (Register i = 0; i < count + 2; ++i) code.push_back(constant(program, i, 9));
    const auto call = static_cast<std::uint32_t>(code.size());
    code.insert(code.end(), {{Opcode::call, count + 1, 0, 8, callee, call + 3},
                             {Opcode::next, count, count, steps, call, call + 3},
                             end,
                             fail});
    add_block(program, code, count + 2, false);
    return compiled.problem();
  };
  CHECK_THAT(arguments(1), refusal);
  CHECK(arguments(2) == "");

  // What is kept from a block's beginning is loaded at each call.
  const auto kept = [&](Register steps) {
    Compiled compiled(tiny);
    Program& program = compiled.program;
    constexpr std::uint32_t count = 300;
    program.frames.emplace_back();
    std::vector<Instruction> code(count, {Opcode::now, -1, 0, 0, 0, 0});
    code.insert(code.end(), {constant(program, 0, 0), end});
    const BlockId callee = add_block(program, code, 1);
    program.blocks.back().begin += count;
    program.blocks.back().first = count;
    add_block(program, {{Opcode::call, 0, 0, steps, callee, 2}, end, fail}, 1);
    return compiled.problem();
  };
  CHECK_THAT(kept(1), refusal);
  CHECK(kept(2) == "");
}

TEST_CASE("copying a record again and again ends at the limit of steps") {
  constexpr int fields = 1'000;
  std::string text = "policy copies\nrecord Wide {\n";
  for (int i = 0; i < fields; ++i) text += "  f" + std::to_string(i) + " : Int\n";
  text += "}\nfact wide : Wide\ndecision d : Int, first rule\n  otherwise = wide.f3\n";
  Compiled compiled(text);
  Program& program = compiled.program;
  const std::uint16_t wide = compiled.type(program.model->facts[0].type);
  const BlockId id = add_block(program,
                               {constant(program, 0, 0),
                                constant(program, 1, 10'000),
                                {Opcode::fact_address, 2, 0, 0, program.fact_offsets[0], 0},
                                {Opcode::allocate, 3, 0, static_cast<Register>(wide), fields, 0},
                                {Opcode::store_row, 3, 2, fields, 0, 0},
                                {Opcode::next, 0, 1, 1, 4, 7},
                                {Opcode::end, 0, 0, 0, 0, 0},
                                {Opcode::fail, 0, 0, 0, 0, 0}},
                               4);
  program.decisions[0].rules[0].value = id;
  REQUIRE(compiled.problem() == "");
  const std::vector<Slot> facts(program.fact_slots + 1);
  for (const std::uint64_t steps : {500'000U, 1'000'000U}) {
    Machine machine(std::make_shared<const Program>(program), {.steps = steps});
    machine.begin({facts.data(), 0}, Machine::Asking::decisions);
    CHECK((machine.decide(0).outcome == model::Outcome::decided) == (steps == 1'000'000));
  }
}

TEST_CASE("a list that would come to hold itself is refused") {
  const auto nested = [](bool goes_round) {
    Compiled compiled(R"(
policy deep "Lists in lists"
record Node { nodes : list of Node }
fact node : Node
decision made : list of Node, first rule
  otherwise = node.nodes
)");
    Program& program = compiled.program;
    const Type node = program.model->facts[0].type;
    const auto one = static_cast<Register>(compiled.type(node));
    const auto several = static_cast<Register>(compiled.type(node.list_of()));
    Instruction again{Opcode::next, 3, 4, 1, 3, 11};
    if (!goes_round) again = {Opcode::move, 3, 4, 0, 0, 0};
    // The list that was made goes into the next one, and that again, without an end.
    const BlockId id = add_block(program,
                                 {{Opcode::load_fact, 0, 0, 0, program.fact_offsets[0], 0},
                                  constant(program, 3, 0),
                                  constant(program, 4, 1'000),
                                  {Opcode::allocate, 2, 0, one, 1, 0},
                                  {Opcode::store, 2, 0, 0, 0, 0},
                                  {Opcode::allocate, 1, 0, several, 1, 0},
                                  {Opcode::move, 5, 2, 0, 0, 0},
                                  {Opcode::store_row, 1, 5, 1, 0, 0},
                                  {Opcode::make_list, 0, 1, 0, 1, 0},
                                  again,
                                  {Opcode::end, 0, 0, 0, 0, 0},
                                  {Opcode::fail, 0, 0, 0, 0, 0}},
                                 6);
    program.signatures.back().results = {node.list_of()};
    program.decisions[0].rules[0].value = id;
    return compiled.problem();
  };
  CHECK(nested(false) == "");
  CHECK_THAT(nested(true), Contains("it makes lists in lists without end"));
}

TEST_CASE("what follows an error leads on, and never back") {
  // Behind the end, where the sum's error is caught, it goes on at that place.
  const auto caught = [](std::vector<Instruction> behind) {
    Compiled compiled(tiny);
    Program& program = compiled.program;
    std::vector<Instruction> code{constant(program, 0, 1),
                                  {Opcode::move, 1, 0, 0, 0, 0},
                                  {Opcode::add, 2, 0, 0, 0, 5},
                                  {Opcode::move, 1, 0, 0, 0, 0},
                                  {Opcode::end, 0, 0, 0, 0, 0}};
    code.insert(code.end(), behind.begin(), behind.end());
    add_block(program, code, 3);
    return compiled.problem();
  };
  const Instruction caught_error{Opcode::caught, 2, 0, 0, 0, 0}, fail{Opcode::fail, 0, 0, 0, 0, 0};
  const auto jump = [](std::uint32_t to) { return Instruction{Opcode::jump, 0, 0, 0, to, 0}; };
  const auto refusal = Contains("leads to what is not there");
  CHECK(caught({fail}) == "");
  CHECK(caught({caught_error, jump(3)}) == "");
  CHECK(caught({caught_error, jump(4)}) == "");
  CHECK_THAT(caught({caught_error, jump(2)}), refusal);
  CHECK_THAT(caught({caught_error, jump(1)}), refusal);
  CHECK_THAT(caught({jump(0)}), refusal);
  // Nor by way of others.
  CHECK_THAT(caught({caught_error, jump(7), jump(1)}), refusal);
  CHECK_THAT(caught({caught_error, caught_error, jump(3)}), refusal);
  CHECK_THAT(caught({caught_error, {Opcode::move, 1, 0, 0, 0, 0}, jump(3)}), refusal);
}

TEST_CASE("a counter that begins at the last number there is goes round until the limit of steps") {
  for (const Opcode op : {Opcode::next, Opcode::previous}) {
    Compiled compiled("policy counting\ndecision d : Int, first rule\n  otherwise = 7\n");
    Program& program = compiled.program;
    const auto first =
        op == Opcode::next ? std::numeric_limits<std::int64_t>::max() : std::numeric_limits<std::int64_t>::min();
    const BlockId id = add_block(program,
                                 {constant(program, 0, 7),
                                  constant(program, 1, first),
                                  constant(program, 2, 3),
                                  {op, 1, 2, 1, 3, 5},
                                  {Opcode::end, 0, 0, 0, 0, 0},
                                  {Opcode::fail, 0, 0, 0, 0, 0}},
                                 3);
    program.decisions[0].rules[0].value = id;
    REQUIRE(compiled.problem() == "");
    Machine machine(std::make_shared<const Program>(program), {.steps = 1'000'000});
    const std::vector<Slot> facts(program.fact_slots + 1);
    machine.begin({facts.data(), 0}, Machine::Asking::decisions);
    const Verdict& verdict = machine.decide(0);
    CHECK(verdict.outcome == model::Outcome::undetermined);
    REQUIRE(!verdict.errors.empty());
    CHECK(verdict.errors.back().fault == Fault::too_much_work);
    CHECK(machine.steps() > 1'000'000);
  }
}

TEST_CASE("where ways meet, a register is what it is on all of them") {
  const auto read_after = [](std::string_view first, std::string_view second) {
    Compiled compiled(tiny);
    Program& program = compiled.program;
    const auto load = [&](std::string_view fact) {
      const auto& facts = program.model->facts;
      const auto found = std::ranges::find(facts, fact, &model::Fact::name) - facts.begin();
      return Instruction{Opcode::load_fact, 1, 0, 0, program.fact_offsets[static_cast<std::size_t>(found)], 0};
    };
    add_block(program,
              {constant(program, 0, 1),
               load(first),
               {Opcode::jump_if_false, 0, 0, 0, 4, 0},
               load(second),
               {Opcode::add, 0, 1, 1, 0, 6},
               {Opcode::end, 0, 0, 0, 0, 0},
               {Opcode::fail, 0, 0, 0, 0, 0}},
              2);
    return compiled.problem();
  };
  CHECK(read_after("count", "count") == "");
  CHECK_THAT(read_after("count", "name"), Contains("it takes for a number what is none"));
  CHECK_THAT(read_after("name", "count"), Contains("it takes for a number what is none"));
}

TEST_CASE("what is known where ways meet takes no memory beyond the code's") {
  const auto jumps = [](int count, Register last) {
    Compiled compiled(tiny);
    Program& program = compiled.program;
    std::vector<Instruction> code{constant(program, 0, 0), constant(program, last, 0)};
    for (int i = 0; i < count; ++i) {
      code.push_back({Opcode::jump_if_false, 0, 0, 0, static_cast<std::uint32_t>(code.size() + 2), 0});
      code.push_back({Opcode::move, 1, 0, 0, 0, 0});
    }
    code.push_back({Opcode::end, 0, 0, 0, 0, 0});
    // Others that nobody calls, and that give an allowance of time.
    std::vector<Instruction> others(20'000, {Opcode::move, 0, 0, 0, 0, 0});
    others.front() = constant(program, 0, 0);
    others.push_back({Opcode::end, 0, 0, 0, 0, 0});
    add_block(program, code, static_cast<std::uint16_t>(last + 1));
    add_block(program, others, 1);
    return compiled.problem();
  };
  CHECK(jumps(100, 1'000) == "");
  CHECK_THAT(jumps(100, 30'000), Contains("it takes too much memory to verify"));
}

}  // namespace
}  // namespace writ
