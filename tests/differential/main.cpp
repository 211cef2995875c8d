// usage: differential orders|policies [COUNT [SEED]]
//
// Decides random orders by one policy, or a few records by each of many random policies, in every way that there is,
// and compares the bytes that come out. Where two differ, the seed and the smallest case that still differs are
// printed.

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "tests/bench/card_policy.hpp"
#include "tests/bench/handwritten.hpp"
#include "tests/differential/random_orders.hpp"
#include "tests/differential/random_records.hpp"
#include "tests/differential/ways.hpp"

namespace {

using namespace writ;
using namespace writ::differential;

constexpr std::uint64_t usual_seed = 20'261'123;

// ---- orders by the measured policy ----------------------------------------------------------------------------------

constexpr std::size_t orders_at_once = 2000;

std::string mask_text(std::uint32_t mask) {
  if (mask == 0) return "outcome 0 rules 0";  // The first rule permits.
  std::string rules;
  for (std::uint32_t rule = 0; rule < bench::rules.size(); ++rule) {
    if ((mask >> rule & 1) != 0) rules += (rules.empty() ? "" : ",") + std::to_string(rule + 1);
  }
  return "outcome 1 rules " + rules;
}

/// Whether the hand-written function says so too; it is asked only where times are ordinary.
std::optional<Difference> beside_by_hand(const Group& verdicts, std::span<const bench::Order> orders,
                                         std::span<const std::string_view> records) {
  const auto answers = verdicts.ways.front().answers(records);
  for (std::size_t i = 0; i < orders.size(); ++i) {
    if (!is_ordinary(orders[i])) continue;
    const auto expected = mask_text(bench::applying_rules(orders[i]));
    if (answers[i] != expected) {
      return Difference{i, verdicts.ways.front().name, answers[i], "the hand-written function", expected};
    }
  }
  return {};
}

bool try_orders(const std::string& policy, bool by_hand, std::size_t count, std::uint64_t seed) {
  const auto ways = ways_of(policy, 0);
  if (!ways) return false;
  RandomOrders source(seed);
  Records records;
  std::vector<bench::Order> orders;
  for (std::size_t done = 0; done < count; done += orders.size()) {
    records.clear();
    orders.clear();
    std::string line;
    while (orders.size() < std::min(orders_at_once, count - done)) {
      orders.push_back(source.next());
      line.clear();
      bench::append_json(orders.back(), line);
      line.pop_back();
      records.add(line);
    }
    const auto all = records.all();
    auto difference = first_difference(ways->lines, all);
    if (!difference) difference = first_difference(ways->verdicts, all);
    if (!difference && by_hand) difference = beside_by_hand(ways->verdicts, orders, all);
    if (!difference) continue;
    std::printf("seed %llu, order %zu\n%s", static_cast<unsigned long long>(seed), done + difference->record,
                difference->text(all[difference->record]).c_str());
    return false;
  }
  std::printf("%zu orders, %zu rules, %zu ways of lines and %zu of verdicts: the same\n", count,
              ways->program->model->decisions.front().rules.size(), ways->lines.ways.size(),
              ways->verdicts.ways.size());
  return true;
}

/// With lines among them that are no orders.
bool write_orders(std::size_t count, std::uint64_t seed) {
  RandomOrders source(seed);
  std::string line;
  for (std::size_t i = 0; i < count; ++i) {
    line.clear();
    bench::append_json(source.next(), line);
    if (i % 50 == 7) line.erase(line.size() / 2, 1 + i % 9);
    if (i % 200 == 0) line += '\n';
    if (std::fputs(line.c_str(), stdout) < 0) return false;
  }
  return std::fflush(stdout) == 0;
}

// ---- random policies ------------------------------------------------------------------------------------------------

constexpr std::size_t records_of_policy = 40;
constexpr std::size_t records_as_lines = 6;  // With holds_until, which takes by far the most of the time.
constexpr std::size_t records_anew = 4;

struct Case {
  bool accepted = false;
  std::size_t ways = 0;
  std::string difference;
};

/// Up to so many rules that the rule index has something to select; facts that go to the end of what there is.
constexpr random::PolicyLimits limits = {.records = 400, .rules = 20, .guard_percent = 60, .free_percent = 70};

/// The policy and its records are all made of the choices, so that fewer choices make a smaller case.
Case try_policy(random::Choices& choices) {
  const auto policy = random::random_policy(choices, limits);
  const auto ways = ways_of(policy.text, 0);
  if (!ways) return {};
  Records records;
  for (std::size_t i = 0; i < records_of_policy; ++i) records.add(random_record(policy, choices));
  const auto all = records.all();
  auto difference = first_difference(ways->lines, all.first(records_as_lines));
  if (!difference) difference = first_difference(ways->verdicts, all);
  if (!difference) {
    difference = first_difference({{ways->lines.ways.front(), ways->each_anew}}, all.first(records_anew));
  }
  Case tried{true, ways->lines.ways.size() + ways->verdicts.ways.size() + 1, {}};
  if (difference) tried.difference = policy.text + "\n" + difference->text(all[difference->record]);
  return tried;
}

bool try_policies(std::size_t count, std::uint64_t seed) {
  std::size_t accepted = 0;
  std::size_t most_ways = 0;
  for (std::uint64_t number = 0; accepted < count && number < 3 * count; ++number) {
    auto choices = random::Choices::of_seed(seed + number);
    auto tried = try_policy(choices);
    accepted += tried.accepted ? 1 : 0;
    most_ways = std::max(most_ways, tried.ways);
    if (tried.difference.empty()) continue;
    const auto differs = [](std::span<const std::uint8_t> bytes) {
      auto fewer = random::Choices::of_bytes(bytes);
      return !try_policy(fewer).difference.empty();
    };
    if (differs(choices.taken())) {
      auto smallest = random::Choices::of_bytes(random::fewer_choices(choices.taken(), differs));
      tried = try_policy(smallest);
    }
    std::printf("seed %llu\n%s", static_cast<unsigned long long>(seed + number), tried.difference.c_str());
    return false;
  }
  std::printf("%zu policies, %zu records each, %zu of them as lines, %zu ways: the same\n", accepted, records_of_policy,
              records_as_lines, most_ways);
  return accepted == count;
}

}  // namespace

int main(int count, char* arguments[]) {
  const auto number = [&](int index, std::uint64_t otherwise) {
    return count > index ? std::strtoull(arguments[index], nullptr, 10) : otherwise;
  };
  const std::string_view what = count > 1 ? arguments[1] : "";
  const auto seed = number(3, usual_seed);
  if (what == "orders") {
    // And a part of them among 500 rules, most of which are about other categories.
    const auto orders = number(2, 1'000'000);
    return try_orders(bench::card_policy(), true, orders, seed) &&
                   try_orders(bench::card_policy(50), false, orders / 50, seed)
               ? 0
               : 1;
  }
  if (what == "policies") return try_policies(number(2, 1000), seed) ? 0 : 1;
  if (what == "write") return write_orders(number(2, 10'000), seed) ? 0 : 1;
  std::fputs("usage: differential orders|policies|write [COUNT [SEED]]\n", stderr);
  return 2;
}
