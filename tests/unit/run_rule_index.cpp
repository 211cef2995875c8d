// Decisions of many rules, with those that can apply selected and with all of them evaluated: the same comes out.

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <string>

#include "engine/api/load.hpp"
#include "engine/facts/read_json.hpp"
#include "engine/program/program.hpp"
#include "engine/run/equality.hpp"
#include "engine/run/machine.hpp"

using namespace writ;

namespace {

const char* const facts = R"(
policy p "Rules that ask for values"
  timezone "Asia/Shanghai"

enum Kind  = book | toy | food | tool | car | boat
enum Grade = low | middle | high
record Order {
  kind : Kind  city : Text  code : Int  amount : Decimal  placed : Instant  day : Date  grade : Grade?
  hurry : Duration  seal : Int?
}
record Extra { level : Int  tag : Text? }
fact order : Order
fact extra : Extra?
require sealed: order.seal is present because "it has no seal"

obligation tell(what : Text)
obligation pay(amount : Decimal)
parameter wanted : Int = 3
parameter towns : list of Text = ["c1", "c2", "c7"]
define is_book = order.kind is book
define size_of : Grade = if order.code < 4 then low else if order.code < 8 then middle else high
define in_time = now < order.placed + 2h
)";

class Writer {
 public:
  explicit Writer(std::uint64_t seed) : random_(seed) {}

  std::string policy(std::size_t rules) {
    std::string text = facts;
    leaning_ = some(0, kinds - 1);
    text += decision("permission", "d_permission", rules);
    text += decision("Int?, first rule", "d_first", rules);
    text += decision("list of Int, every rule", "d_every", rules);
    text += decision("Int, sum of rules", "d_sum", rules);
    text += decision("Int?, max of rules", "d_max", rules);
    text += decision("Int, count of rules", "d_count", rules);
    text += decision("Int?", "d_single", rules);
    return text;
  }

  std::string record() {
    return R"({"now":)" + instant("+08:00") + R"(,"order":{"kind":")" + kind() + R"(","city":"c)" + number(9) +
           R"(","code":)" + number(9) + R"(,"amount":)" + number(12) + (flip(2) ? ".5" : "") + R"(,"placed":)" +
           instant("+08:00") + R"(,"day":"2025-03-0)" + std::to_string(some(1, 9)) + "\"" + R"(,"hurry":"PT)" +
           number(5) + R"(H","seal":)" + number(6) + R"(,"grade":)" + (flip(3) ? "null" : "\"" + grade() + "\"") + "}" +
           (flip(3) ? ""
                    : R"(,"extra":{"level":)" + number(5) + (flip(3) ? "" : R"(,"tag":"t)" + number(4) + "\"") + "}") +
           "}";
  }

  int some(int from, int to) { return std::uniform_int_distribution(from, to)(random_); }

 private:
  static constexpr int kinds = 26;

  bool flip(int one_in) { return some(1, one_in) == 1; }
  std::string number(int most) { return std::to_string(some(0, most)); }
  std::string pick(std::initializer_list<const char*> words) {
    return words.begin()[some(0, static_cast<int>(words.size()) - 1)];
  }
  std::string kind() { return pick({"book", "toy", "food", "tool", "car", "boat"}); }
  std::string grade() { return pick({"low", "middle", "high"}); }
  std::string instant(const std::string& zone) {
    const std::string text = "2025-03-0" + std::to_string(some(1, 9)) + "T0" + number(9) + ":00:00" + zone;
    return zone.empty() ? text : "\"" + text + "\"";
  }
  std::string moment() { return instant("+08:00").substr(1, 25); }
  std::string order_of() { return pick({"<", "<=", ">", ">="}); }

  std::string condition(int which) {
    switch (which) {
      case 0: return "order.kind is " + kind();
      case 1: return "order.kind is not " + kind();
      case 2: return "order.kind in [" + kind() + ", " + kind() + "]";
      case 3: return "order.kind not in [" + kind() + ", " + kind() + "]";
      case 4: return "order.city is \"c" + number(9) + "\"";
      case 5: return "\"c" + number(9) + "\" is order.city";
      case 6: return "order.city in [\"c" + number(9) + "\", \"c" + number(9) + "\"]";
      case 7: return "order.code is " + number(9);
      case 8: return "order.code in [" + number(9) + " .. " + number(9) + ")";
      case 9: return "order.code " + order_of() + " " + number(9);
      case 10: return number(9) + " " + order_of() + " order.code";
      case 11: return "order.amount " + order_of() + " " + number(12) + ".25";
      case 12: return "order.amount in (" + number(12) + ".5 .. " + number(12) + ".5]";
      case 13: return "order.placed " + order_of() + " " + moment();
      case 14: return "now " + order_of() + " " + moment();
      case 15: return "now in [" + moment() + " .. " + moment() + "]";
      case 16: return "order.day " + order_of() + " 2025-03-0" + std::to_string(some(1, 9));
      case 17: return "order.grade is present and order.grade is " + grade();
      case 18: return "extra is present and extra.tag is present and extra.tag is \"t" + number(4) + "\"";
      case 19: return "extra is present and extra.level >= " + number(5);
      case 20: return "size_of is " + grade();
      case 21: return pick({"is_book", "in_time", "order.city in towns", "order.code is wanted"});
      case 22: return "order.hurry > " + number(5) + "h";
      case 23: return "order.seal is " + number(6);
      case 24:
        return "((order.grade is present and order.code > 3) or (order.grade is present and order.code < 2)) and "
               "order.grade is " +
               grade();
      default: return "10 / order.code > " + number(4) + ".5";
    }
  }

  std::string conditions() {
    std::string text;
    for (int left = some(1, 3); left > 0; --left) {
      std::string one = condition(flip(2) ? leaning_ : some(0, kinds - 1));
      if (flip(8)) one = "((" + one + ") or (" + condition(some(0, kinds - 1)) + "))";
      if (flip(10)) one = "not (" + one + ")";
      text += (text.empty() ? "" : " and ") + one;
    }
    return text;
  }

  std::string decision(const std::string& type, const std::string& name, std::size_t rules) {
    const bool permission = type == "permission";
    const bool counts = type.find("count") != std::string::npos;
    std::string text = "decision " + name + " : " + type + "\n";
    for (std::size_t i = 0; i < rules; ++i) {
      const std::string rule = "r" + std::to_string(i);
      text += "  " + (permission ? pick({"permit ", "forbid ", "refer ", "permit "}) : std::string("rule ")) + rule;
      if (!permission && !counts) text += " = " + (flip(9) ? "order.code + " + number(9) : number(50));
      if (!flip(12)) text += " when " + conditions();
      if (flip(6)) text += " unless " + conditions();
      if (i > 0 && flip(6) && (permission || type == "Int?")) {
        text += " overrides r" + std::to_string(some(0, static_cast<int>(i) - 1));
      }
      if (permission && flip(8)) text += flip(2) ? " then tell(order.city)" : " then pay(10 / order.code)";
      if (flip(5)) {
        const int day = some(1, 7);
        text += " effective from 2025-03-0" + std::to_string(day);
        if (flip(2)) text += " before 2025-03-0" + std::to_string(some(day + 1, 9));
      }
      text += "\n";
    }
    return text;
  }

  std::mt19937_64 random_;
  int leaning_ = 0;
};

class Pair {
 public:
  explicit Pair(const std::string& policy) {
    const Loaded loaded = load({{"policy.writ", policy}});
    if (!loaded.diagnostics.empty()) UNSCOPED_INFO(loaded.diagnostics.front().message);
    REQUIRE(loaded.model);
    selecting = compile(loaded.model);
    plain = compile(loaded.model, {.select_rules = false});
    REQUIRE(plain->rule_indexes.empty());
    std::vector<model::DecisionId> all(plain->decisions.size());
    for (std::uint32_t i = 0; i < all.size(); ++i) all[i] = i;
    plan_ = plan_facts(plain, all, {});
  }

  /// Compares every decision of a record; the number of those that some rule won.
  void compare(const std::string& record) {
    FactsReader reader(plan_);
    const std::string padded = record + std::string(json_padding, ' ');
    REQUIRE(reader.read(std::string_view(padded).substr(0, record.size()), std::nullopt));
    Machine a(selecting), b(plain);
    for (model::DecisionId decision = 0; decision < plain->decisions.size(); ++decision) {
      INFO(plain->model->decisions[decision].name << " of " << record);
      a.begin(reader.facts());
      b.begin(reader.facts());
      const Verdict &one = a.decide(decision), &other = b.decide(decision);
      CHECK(one.outcome == other.outcome);
      CHECK(one.rules == other.rules);
      CHECK(one.errors == other.errors);
      CHECK(one.present == other.present);
      CHECK(one.obligations.size() == other.obligations.size());
      if (one.present && other.present) {
        std::uint64_t work = 0;
        const Type type = plain->model->decisions[decision].type.present();
        CHECK(equal_values(plain->model->schema, type, one.value, other.value, work));
      }
      won += one.rules.size();
      failed += one.errors.size();
      const Horizon until = a.horizon(decision), as_plain = b.horizon(decision);
      CHECK(until.kind == as_plain.kind);
      if (until.kind != Horizon::Kind::never_changes) CHECK(until.at == as_plain.at);
      CHECK(until.follows_now == as_plain.follows_now);
      changes += until.kind == Horizon::Kind::changes;
    }
  }

  std::shared_ptr<const Program> selecting, plain;
  std::size_t won = 0, failed = 0, changes = 0;

 private:
  std::shared_ptr<const FactsPlan> plan_;
};

}  // namespace

TEST_CASE("selecting rules changes no decision", "[run][rule_index]") {
  std::size_t indexes = 0, won = 0, failed = 0, changes = 0;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    Writer writer(seed);
    Pair pair(writer.policy(static_cast<std::size_t>(writer.some(8, 60))));
    indexes += pair.selecting->rule_indexes.size();
    for (int record = 0; record < 40; ++record) pair.compare(writer.record());
    won += pair.won;
    failed += pair.failed;
    changes += pair.changes;
  }
  CHECK(indexes > 200);
  CHECK(won > 10'000);
  CHECK(failed > 1'000);
  CHECK(changes > 1'000);
}

TEST_CASE("of ten thousand rules, those of one category are evaluated", "[program][rule_index]") {
  std::string policy = "policy many\nfact category : Text\nfact amount : Int\ndecision d : Int, count of rules\n";
  for (int category = 0; category < 1'000; ++category) {
    for (int rule = 0; rule < 10; ++rule) {
      policy += "  rule r" + std::to_string(category) + "_" + std::to_string(rule) + " when category is \"c" +
                std::to_string(category) + "\" and amount > " + std::to_string(rule) + "\n";
    }
  }
  const Loaded loaded = load({{"policy.writ", policy}});
  REQUIRE(loaded.model);
  const auto program = compile(loaded.model);
  REQUIRE(program->rule_indexes.size() == 1);
  const auto verdicts_from = [&](std::size_t at) {
    std::size_t verdicts = 0;
    for (; program->code[at].op != Opcode::jump && program->code[at].op != Opcode::end; ++at) {
      verdicts += program->code[at].op == Opcode::verdict_less;
    }
    return verdicts;
  };
  const std::size_t block = program->blocks[program->decisions[0].still_rules].begin;
  const auto rules_for = [&](std::string_view category) {
    const Text text{category.data(), category.size()};
    return verdicts_from(block + program->rule_indexes[0].place(Slot{.text = &text}));
  };
  CHECK(rules_for("c0") == 10);
  CHECK(rules_for("c999") == 10);
  CHECK(rules_for("c1000") == 0);
  CHECK(std::ranges::count(program->code, Opcode::verdict_less, &Instruction::op) == 10'000);
}

TEST_CASE("values find their rules in every kind of table", "[program][rule_index]") {
  const auto place = [](const RuleIndex& index, std::int64_t key) { return index.place(number(key)); };
  const RuleIndex close = RuleIndex::by_number({{-3, 10}, {0, 11}, {4, 12}}, 9);
  CHECK(close.kind == RuleIndex::Kind::members);
  CHECK(place(close, -3) == 10);
  CHECK(place(close, 4) == 12);
  for (const std::int64_t other : {std::int64_t{-4}, std::int64_t{1}, std::int64_t{5}, INT64_MIN, INT64_MAX}) {
    CHECK(place(close, other) == 9);
  }
  std::vector<std::pair<std::int64_t, std::uint32_t>> far;
  for (std::uint32_t i = 0; i < 500; ++i) far.emplace_back(INT64_MIN + std::int64_t{i} * 1'000'003, i);
  const RuleIndex hashed = RuleIndex::by_number(far, 7777);
  CHECK(hashed.kind == RuleIndex::Kind::numbers);
  for (const auto& [key, found] : far) CHECK(place(hashed, key) == found);
  CHECK(place(hashed, 0) == 7777);
  CHECK(place(hashed, 1) == 7777);

  std::vector<std::string> words{"", "a", "b", "ab", "ba", "12345678", "123456789", "a word of more than eight bytes"};
  for (int i = 0; i < 300; ++i) words.push_back("c" + std::to_string(i * 7));
  std::vector<std::pair<std::string_view, std::uint32_t>> texts;
  for (const auto& word : words) texts.emplace_back(word, static_cast<std::uint32_t>(texts.size()));
  const RuleIndex by_text = RuleIndex::by_text(texts, 7777);
  const auto place_of = [&](std::string_view word) {
    const Text text{word.data(), word.size()};
    return by_text.place(Slot{.text = &text});
  };
  for (const auto& [word, found] : texts) CHECK(place_of(word) == found);
  CHECK(place_of("c1") == 7777);
  CHECK(place_of("a word of more than eight bytez") == 7777);

  for (std::size_t count = 0; count < 40; ++count) {
    std::vector<std::int64_t> bounds;
    std::vector<std::uint32_t> places{0};
    for (std::size_t i = 0; i < count; ++i) {
      bounds.push_back(static_cast<std::int64_t>(10 * i));
      places.push_back(static_cast<std::uint32_t>(i + 1));
    }
    const RuleIndex ranges = RuleIndex::by_range(bounds, places);
    for (std::int64_t key = -15; key < 410; key += 5) {
      const auto below =
          static_cast<std::uint32_t>(key < 0 ? 0 : std::min<std::int64_t>(key / 10 + 1, std::ssize(bounds)));
      CHECK(place(ranges, key) == below);
    }
  }
}
