// Saved programs that somebody forged, with the right checksum: each is refused, and told why.

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>

#include "engine/api/load.hpp"
#include "engine/program/emitter.hpp"
#include "engine/saved/operands.hpp"
#include "engine/saved/saved_program.hpp"
#include "tests/fuzz/policies/random_policy.hpp"
#include "tests/unit/saved_forged/compiled.hpp"

namespace writ {
namespace {

constexpr const char* shop = R"(
policy shop "A shop"
  timezone "Asia/Shanghai"

enum Kind = physical | virtual

record Item {
  name  : Text
  price : Money CNY
  note  : Text?
  sizes : list of Int
}

fact kind  : Kind
fact items : list of Item
fact main  : Item
fact gift  : Item?
fact buyer : Text?
fact paid  : Bool
fact count : Int
fact now   : Instant

parameter most : Int = 3 + 4
parameter vip  : list of Text = ["ann", "bob"]
parameter days : list of Date = [2025-03-12, 2025-03-13]

obligation refund(amount : Money CNY)

define total : Money CNY = sum of item.price for item in items
define named(item : Item, name : Text) : Bool = item.name is name or item.name is "{name}!"
define wrapped : list of Item = [main, main with { note: "in paper" }]

decision first_kind : Kind, first rule
  rule many = virtual
    when size(items) > most
  otherwise = kind

decision cheapest : Item?, first rule
  rule some_item = first item in wrapped where item.price < total
    when paid

decision names : list of Text, every rule
  rule main_name = main.name
    when count > 3

decision ship : permission
  permit anyone
  forbid nameless
    when buyer is absent
  forbid virtual_goods
    when first_kind is virtual
    because "Nothing to ship: {total} for {count}"
  forbid odd_name
    when some item in items satisfies named(item, "cup") and matches(item.name, "[0-9]+")
  forbid dear
    when total / count > CNY 20 and date(now) in days
  permit vip_buyer
    when buyer is present and buyer in vip
    then refund(total)
    overrides nameless
  permit same
    when some size in main.sizes satisfies size > 3 or ((last n in main.sizes) or else 0) is 7
)";

/// What is said of the shop with a change.
std::string forged(const std::function<void(Compiled&)>& forge) {
  Compiled compiled(shop);
  forge(compiled);
  return compiled.problem();
}

using Catch::Matchers::Contains;

TEST_CASE("the shop is taken as it is, and so is a block that nobody calls") {
  CHECK(forged([](Compiled&) {}).empty());
}

TEST_CASE("an operand of another type is refused, whatever instruction reads it") {
  const auto refused = [](Opcode op, Register Instruction::*operand, std::string_view fact, const char* why) {
    const std::string problem = forged([&](Compiled& it) {
      Instruction& changed = it.at(op);
      changed.*operand = it.fact(changed, fact);
    });
    CHECK_THAT(problem, Contains(why) && Contains(std::string(name(op))));
  };
  refused(Opcode::less, &Instruction::a, "items", "takes for a number what is none");
  refused(Opcode::less, &Instruction::b, "items", "takes for a number what is none");
  refused(Opcode::add, &Instruction::b, "items", "takes for a number what is none");
  refused(Opcode::logical_or, &Instruction::b, "count", "takes for true or false what is neither");
  refused(Opcode::logical_and, &Instruction::a, "count", "takes for true or false what is neither");
  refused(Opcode::verdict, &Instruction::a, "count", "takes for true or false what is neither");
  refused(Opcode::equal_value, &Instruction::b, "count", "compares what is not of one type");
  refused(Opcode::equal_value, &Instruction::a, "items", "compares what is not of one type");
  refused(Opcode::in_list, &Instruction::b, "items", "looks in a list of another type");
  refused(Opcode::in_list, &Instruction::a, "count", "looks in a list of another type");
  refused(Opcode::load, &Instruction::a, "count", "takes for a record what is none");
  refused(Opcode::load, &Instruction::a, "items", "takes for a record what is none");
  refused(Opcode::first_row, &Instruction::a, "count", "takes for a list what is none");
  refused(Opcode::element, &Instruction::a, "main", "takes for a list what is none");
  refused(Opcode::list_size, &Instruction::a, "count", "takes for a list what is none");
  refused(Opcode::store_row, &Instruction::a, "count", "stores what is of another type");
  refused(Opcode::store, &Instruction::a, "items", "stores what is of another type");
  refused(Opcode::text_value, &Instruction::a, "items", "writes what is not of that type");
  refused(Opcode::jump_if_false, &Instruction::a, "items", "takes for a number what is none");
}

TEST_CASE("arguments and results are of the types that a block declares") {
  CHECK_THAT(forged([](Compiled& it) {
               Instruction& call = it.at(Opcode::call);
               call.a = it.fact(call, "count");
             }),
             Contains("an argument is of another type"));
  CHECK_THAT(forged([](Compiled& it) {
               Instruction& call = it.at(Opcode::call_builtin);
               call.a = it.fact(call, "items");
             }),
             Contains("an argument is of another type"));
  CHECK_THAT(forged([](Compiled& it) {
               const BlockId value = it.decision("shop.first_kind").rules.back().value;
               it.program.code[it.program.blocks[value].begin] = {Opcode::constant, 0, 0, 0, 0, 0};
               it.program.constants[0] = number(2);  // Of two kinds.
             }),
             Contains("what it leaves is of another type"));
  CHECK_THAT(forged([](Compiled& it) {
               Signature& signature = it.program.signatures[it.block_of(it.at(Opcode::call_builtin)).signature];
               signature.results.push_back(Type{Kind::integer});
             }),
             Contains("do not fit together"));
}

TEST_CASE("registers that nobody wrote are not read, on no way") {
  CHECK_THAT(forged([](Compiled& it) {
               Instruction& move = it.at(Opcode::move);
               move.a = static_cast<Register>(it.block_of(move).registers - 1);
               if (move.a == move.dst) --move.a;
             }),
             Contains("(move)"));
  // A jump over what writes it.
  CHECK_THAT(forged([](Compiled& it) {
               Instruction& write = it.at(Opcode::call_once);
               write = {Opcode::jump, 0, 0, 0, it.place(write) + 1, 0};
             }),
             Contains("takes for"));
}

TEST_CASE("errors are caught where there are some") {
  CHECK_THAT(forged([](Compiled& it) {
               // From the block's beginning, where nothing failed yet.
               const Instruction& caught = it.at(Opcode::caught);
               it.program.code[it.block_of(caught).begin] = {Opcode::jump, 0, 0, 0, it.place(caught), 0};
             }),
             Contains("there is no error to catch"));
  CHECK_THAT(forged([](Compiled& it) { it.program.code[it.program.blocks[0].begin] = {Opcode::fail, 0, 0, 0, 0, 0}; }),
             Contains("no error to fail with"));
}

TEST_CASE("texts are made from their beginning to their end") {
  CHECK_THAT(forged([](Compiled& it) { it.at(Opcode::text_begin).op = Opcode::order_verdicts; }),
             Contains("leads to what is not there"));
  CHECK_THAT(forged([](Compiled& it) {
               Instruction& begin = it.at(Opcode::text_begin);
               begin = {Opcode::jump, 0, 0, 0, it.place(begin) + 1, 0};
             }),
             Contains("leads into the middle of a text"));
  CHECK_THAT(forged([](Compiled& it) {
               Instruction& begin = it.at(Opcode::text_begin);
               begin = {Opcode::constant, begin.dst, 0, 0, 0, 0};
             }),
             Contains("no text was begun"));
  CHECK_THAT(forged([](Compiled& it) { it.at(Opcode::text_constant).c = 0; }),
             Contains("takes for a text what is none"));
  CHECK_THAT(forged([](Compiled& it) {
               Instruction& value = it.at(Opcode::text_value);
               value.c = it.type(Type{Kind::text, 1, false, 0});
             }),
             Contains("writes what is not of that type"));
}

TEST_CASE("loops go over the list that they began with") {
  CHECK_THAT(forged([](Compiled& it) { it.at(Opcode::first_row).b = 1; }),
             Contains("takes elements for what they are not"));
  CHECK_THAT(forged([](Compiled& it) { it.at(Opcode::next_row).b = 1; }), Contains("goes on in no list"));
  CHECK_THAT(forged([](Compiled& it) {
               Instruction& next = it.at(Opcode::next_row);
               next.dst = static_cast<Register>(next.dst - 1);
             }),
             Contains("goes on in no list"));
  CHECK_THAT(forged([](Compiled& it) { it.at(Opcode::element).c = 3; }),
             Contains("takes elements for what they are not"));
  CHECK_THAT(forged([](Compiled& it) {
               Instruction& next = it.at(Opcode::next_row);
               next = {Opcode::jump_if_equal, 0, next.dst, next.dst, next.c, 0};
             }),
             Contains("leads to what is not there"));
  // Going round, and calling, takes steps, or it might never end.
  CHECK_THAT(forged([](Compiled& it) { it.at(Opcode::next_row).a = 0; }), Contains("leads to what is not there"));
  CHECK_THAT(forged([](Compiled& it) { it.at(Opcode::previous).b = 0; }), Contains("leads to what is not there"));
  CHECK_THAT(forged([](Compiled& it) { it.at(Opcode::call).b = 0; }), Contains("leads to what is not there"));
}

TEST_CASE("records and lists are looked at within their ends, and stored to by who made them") {
  CHECK_THAT(forged([](Compiled& it) { it.at(Opcode::load).c = 99; }), Contains("looks behind the end of a record"));
  CHECK_THAT(forged([](Compiled& it) { it.at(Opcode::fact_address).c += 1; }),
             Contains("(fact_address)") || Contains("takes for a record"));
  CHECK_THAT(forged([](Compiled& it) { it.at(Opcode::fact_address).b = 9; }), Contains("leads to what is not there"));
  CHECK_THAT(forged([](Compiled& it) { it.at(Opcode::allocate).c += 1; }), Contains("makes"));
  CHECK_THAT(forged([](Compiled& it) {
               Instruction& allocate = it.at(Opcode::allocate);
               allocate.b = static_cast<Register>(it.type(Type{Kind::integer}));
             }),
             Contains("makes a record of another size"));
  CHECK_THAT(forged([](Compiled& it) { it.at(Opcode::store).c = 99; }), Contains("stores behind the end"));
  CHECK_THAT(forged([](Compiled& it) { it.at(Opcode::store_row).c = 99; }), Contains("stores"));
  CHECK_THAT(forged([](Compiled& it) {
               Instruction& store = it.at(Opcode::store_row);
               store.dst = it.fact(store, "main");
             }),
             Contains("stores in what it has not made"));
  CHECK_THAT(forged([](Compiled& it) { it.at(Opcode::make_list).c = 3; }),
             Contains("makes a list of what was not made for it"));
  // A record that somebody else has, too.
  CHECK_THAT(forged([](Compiled& it) {
               Instruction& allocate = it.at(Opcode::allocate);
               Instruction& after = *(&allocate + 1);
               const Register row = allocate.dst;
               allocate = {Opcode::absent_record, row, 0, 0, 0, allocate.fault};
               CHECK((after.op == Opcode::store || after.op == Opcode::store_row || after.op == Opcode::load_fact ||
                      after.op == Opcode::allocate || after.op == Opcode::constant));
             }),
             Contains("stores in what it has not made"));
}

TEST_CASE("verdicts are put down, of their own rules") {
  CHECK_THAT(forged([](Compiled& it) { it.at(Opcode::verdict_if).c = 63; }), Contains("leads to what is not there"));
  std::string many = "policy many\nfact n : Int\ndecision d : permission\n";
  for (int i = 0; i < 100; ++i) many += "  permit r" + std::to_string(i) + " when n * " + std::to_string(i) + " > 7\n";
  Compiled compiled(many);
  compiled.at(Opcode::put_verdicts).c = 1;
  CHECK_THAT(compiled.problem(), Contains("puts down verdicts of other rules"));
  Compiled kept(many);
  kept.at(Opcode::put_verdicts, 1).op = Opcode::order_verdicts;
  // What keeps the first alone puts down those of the first rules.
  CHECK_THAT(kept.problem(), Contains("(order_verdicts): it puts down verdicts of other rules"));
  kept.at(Opcode::order_verdicts).c = 0;
  CHECK_THAT(kept.problem(), Contains("leaves verdicts that were not put down"));
}

TEST_CASE("what a decision is said to be is what it declares") {
  const auto is_refused = [](const std::function<void(Compiled&)>& forge) {
    CHECK_THAT(forged(forge), Contains("its decisions are not as it declares them"));
  };
  is_refused([](Compiled& it) { it.decision("shop.ship").effects[1] = syntax::Effect::permit; });
  is_refused([](Compiled& it) { it.decision("shop.ship").effects.pop_back(); });
  is_refused([](Compiled& it) { it.decision("shop.ship").overridden_by.clear(); });
  is_refused([](Compiled& it) { it.decision("shop.ship").overridden_by[1].push_back(99); });
  is_refused([](Compiled& it) { it.decision("shop.ship").rules_are_all = true; });
  is_refused([](Compiled& it) { it.decision("shop.names").rules_are_all = true; });
  is_refused([](Compiled& it) { it.decision("shop.ship").notices = false; });
  is_refused([](Compiled& it) { it.decision("shop.ship").rules[5].has_obligation = false; });
  is_refused([](Compiled& it) { it.decision("shop.ship").rules[5].then.clear(); });
  is_refused([](Compiled& it) { it.decision("shop.ship").rules[5].then[0].arguments = it.program.parameters[1]; });
  is_refused([](Compiled& it) { it.decision("shop.ship").rules[2].message.clear(); });
  is_refused([](Compiled& it) { it.decision("shop.ship").rules[2].message[0].text = it.program.parameters[0]; });
  is_refused([](Compiled& it) { it.decision("shop.ship").rules.pop_back(); });
  is_refused([](Compiled& it) { it.decision("shop.ship").in_force = it.program.parameters[0]; });
  is_refused([](Compiled& it) {
    it.decision("shop.ship").still_rules = it.decision("shop.names").still_rules;
    it.decision("shop.ship").moving_rules = it.decision("shop.first_kind").rules[0].value;
  });
  is_refused([](Compiled& it) { it.decision("shop.first_kind").rules[0].value = it.program.parameters[0]; });
  is_refused([](Compiled& it) {
    RuleCode& rule = it.decision("shop.first_kind").rules[0];
    rule.value = it.program.parameters[0];
    rule.value_type = Type{Kind::integer};
  });
  is_refused([](Compiled& it) { it.decision("shop.names").rules[0].value = it.decision("shop.names").still_rules; });
}

TEST_CASE("a model that deciding cannot rely on is refused") {
  const auto is_refused = [](const std::function<void(Compiled&)>& forge) {
    CHECK_THAT(forged(forge), Contains("what it declares does not fit together"));
  };
  is_refused([](Compiled& it) { it.model().schema.enums[0].members.clear(); });
  is_refused([](Compiled& it) { it.model().schema.records[0].fields[0].type = Type{Kind::period}; });
  is_refused([](Compiled& it) { it.model().schema.records[0].fields[1].type.id = 7; });
  is_refused([](Compiled& it) { it.model().facts[0].type = Type{Kind::period}; });
  is_refused([](Compiled& it) { it.model().decisions[0].combine = syntax::Combine::sum; });
  is_refused([](Compiled& it) { it.model().decisions[0].combine = syntax::Combine::every; });
  is_refused([](Compiled& it) { it.model().decisions[1].combine = syntax::Combine::min; });
}

TEST_CASE("blocks have a place of their own, and end") {
  CHECK_THAT(forged([](Compiled& it) { it.program.blocks[1].signature = 999; }), Contains("its blocks do not fit"));
  CHECK_THAT(forged([](Compiled& it) { it.program.blocks[1].frame = it.program.blocks[0].frame; }),
             Contains("its blocks do not fit"));
  CHECK_THAT(forged([](Compiled& it) { it.program.blocks[1].once = it.program.blocks[0].once; }),
             Contains("its blocks do not fit"));
  CHECK_THAT(forged([](Compiled& it) { it.program.once_offsets.back() = 0; }), Contains("its blocks do not fit"));
  CHECK_THAT(forged([](Compiled& it) { it.at(Opcode::add).fault = 0; }), Contains("leads to what is not there"));
  CHECK_THAT(forged([](Compiled& it) { it.at(Opcode::end) = {Opcode::jump, 0, 0, 0, 0, 0}; }),
             Contains("leads to what is not there"));
  CHECK_THAT(forged([](Compiled& it) {
               Instruction& jump = it.at(Opcode::jump_if_false);
               jump.c = 0;
             }),
             Contains("leads to what is not there"));
  CHECK_THAT(forged([](Compiled& it) {
               Instruction& call = it.at(Opcode::call_once);
               call.c = static_cast<std::uint32_t>(&it.block_of(call) - it.program.blocks.data());
             }),
             Contains("leads to what is not there") || Contains("its code calls itself"));
}

TEST_CASE("constants are values of the types that they are used as") {
  CHECK_THAT(forged([](Compiled& it) {
               for (ConstantList& list : it.program.constant_lists) {
                 if (list.element.is(Kind::date)) {
                   Slot* rows = it.program.constant_arena->slots(2);
                   rows[0] = number(0);
                   rows[1] = number(9'999'999);  // No day of the years 0001 to 9999.
                   list.list = it.program.constant_arena->list(rows, 2);
                 }
               }
             }),
             Contains("it refers to what is not there"));
  CHECK_THAT(forged([](Compiled& it) {
               for (ConstantList& list : it.program.constant_lists) {
                 if (list.element.is(Kind::date)) list.element = Type{Kind::integer};
               }
             }),
             Contains("what it leaves is of another type"));
}

/// Everything that a program may do can be verified: an instruction that is added needs its operands.
TEST_CASE("the operands of every instruction are known, but of those that trace") {
  for (std::size_t op = 0; op < saved::opcodes; ++op) {
    const auto opcode = static_cast<Opcode>(op);
    INFO(name(opcode));
    CHECK(saved::operands_of(opcode).has_value() == !name(opcode).starts_with("trace_"));
  }
  CHECK_FALSE(saved::operands_of(static_cast<Opcode>(saved::opcodes)).has_value());
}

void is_taken(std::vector<NamedText> texts, const std::string& what, std::size_t& taken) {
  const Loaded loaded = load(std::move(texts));
  if (loaded.model == nullptr) return;
  const auto bytes = saved::save(loaded.model, *loaded.sources);
  if (!bytes) return;
  const auto restored = saved::restore(*bytes);
  if (restored.program == nullptr) FAIL(what << ": " << restored.problem.message);
  ++taken;
}

TEST_CASE("whatever is compiled is taken: the policies of the golden tests") {
  std::size_t taken = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(WRIT_SOURCE_DIR "/tests/golden")) {
    if (entry.path().extension() != ".golden") continue;
    std::ifstream in(entry.path());
    const std::string all{std::istreambuf_iterator<char>(in), {}};
    for (auto at = all.find("\n--- policy\n"); at != std::string::npos; at = all.find("\n--- policy\n", at + 1)) {
      const auto begin = all.find('\n', at + 1) + 1;
      is_taken({{"policy.writ", all.substr(begin, all.find("\n--- ", begin) + 1 - begin)}}, entry.path(), taken);
    }
  }
  CHECK(taken > 300);
}

/// So many times, with each number in place of `#`.
std::string repeated(int times, std::string_view each, std::string_view between = "") {
  std::string all;
  for (int i = 0; i < times; ++i) {
    if (i > 0) all += between;
    for (const char letter : each) letter == '#' ? all += std::to_string(i) : all += letter;
  }
  return all;
}

TEST_CASE("whatever is compiled is taken: elements of which very much is asked") {
  const std::string beginning = "policy large\nrecord Wide {\n" + repeated(3'000, "  f# : Int?\n") +
                                "}\nfact wide : Wide\nfact wides : list of Wide\nfact numbers : list of Int\n"
                                "fact word : Text?\n";
  const std::string asked[] = {
      "some n in numbers satisfies (wide with { f0: n }).f1 is present",
      "some n in numbers satisfies (wide with { " + repeated(3'000, "f#: n + #", ", ") + " }).f1 is present",
      "some n in numbers satisfies [wide, wide with { f0: n }] is wides",
      "some w in wides satisfies w is wide",
      "some w in wides satisfies (" + repeated(1'500, "(w.f# is present and w.f# is 3)", " or ") + ")",
      "some w in wides satisfies (" + repeated(1'500, "((w.f# or else 4) is 3)", " or ") + ")",
      "some n in numbers satisfies \"" + repeated(1'000, "{n + #}") + "\" is word or else \"\"",
      "some n in numbers satisfies n in [" + repeated(5'000, "n * #", ", ") + "]",
      "some n in numbers satisfies min(" + repeated(1'000, "n + #", ", ") + ") is 3",
      "some n in numbers satisfies " + repeated(60, "(some m in numbers satisfies m is n or ") + "n is 0" +
          repeated(60, ")"),
      "some n in numbers satisfies (" + repeated(1'000, "(sum of m + n for m in numbers where m > #) is 3", " or ") +
          ")",
      "some n in numbers satisfies " + repeated(60, "(if n > 3 then ") + "true" +
          repeated(60, " else (last m in numbers) is present)"),
  };
  for (const std::string& condition : asked) {
    const std::string what = condition.substr(0, 80);
    INFO(what);
    std::size_t taken = 0;
    is_taken({{"large.writ", beginning + "decision d : permission\n  permit a\n    when " + condition + "\n"}}, what,
             taken);
    is_taken(
        {{"large.writ", beginning + "define called(k : Int) : Bool = " + condition +
                            "\ndecision d : permission\n  permit a\n    when some k in numbers satisfies called(k)\n"}},
        what, taken);
    CHECK(taken == 2);
  }
}

TEST_CASE("whatever is compiled is taken: random policies") {
  std::size_t taken = 0;
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    auto choices = random::Choices::of_seed(seed);
    const auto policy = seed % 2 == 0 ? random::whole_language_policy(choices)
                                      : random::random_policy(choices, {.rules = 20, .guard_percent = 50});
    std::vector<NamedText> texts{{"random.writ", policy.text}};
    if (!policy.module.empty()) texts.push_back({"shared.writ", policy.module});
    is_taken(std::move(texts), "seed " + std::to_string(seed), taken);
  }
  CHECK(taken > 300);
}

}  // namespace
}  // namespace writ
