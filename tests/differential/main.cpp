// Decides random orders by one policy, or records by each of many random policies, in every way that there is, and
// compares what comes out: COUNT orders, COUNT pairs of a policy and a record; `bound` compares objects bound to the
// facts of policies with the same facts in JSON. `notice` says of policies only who differs. `constructs` counts which
// parts of the language COUNT policies are made of, `shrinking` makes COUNT of them small, `write` prints orders, and
// `show` and `show_bound` the policy and the records of a seed.

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string_view>

#include "grammar/render.hpp"
#include "tests/bench/card_policy.hpp"
#include "tests/bench/handwritten.hpp"
#include "tests/differential/bound_way.hpp"
#include "tests/differential/cases.hpp"
#include "tests/differential/constructs.hpp"
#include "tests/differential/every_type.hpp"
#include "tests/differential/random_orders.hpp"
#include "tests/differential/random_records.hpp"
#include "tests/differential/reference_way.hpp"
#include "tests/differential/shrink.hpp"
#include "tests/differential/verdict_text.hpp"
#include "tests/fuzz/policies/random_policy.hpp"

namespace {

using namespace writ;
using namespace writ::differential;

constexpr const char* usage =
    "usage: differential orders|policies|bound|notice|constructs|shrinking|write [COUNT [SEED]]\n"
    "       differential show|show_bound SEED\n";
constexpr std::uint64_t usual_seed = 20'261'123;

constexpr double most_cut_alone = 0.02;  // Of horizons, by way; hardly any is.

/// Whether few enough are cut short in this way, or in what it is compared with, alone.
bool few_cut_alone(const std::string& way, const CutAlone& cut) {
  const auto most = most_cut_alone * static_cast<double>(cut.horizons);
  if (static_cast<double>(cut.alone) <= most) return true;
  std::printf("%s: of %zu horizons %zu are cut short there alone, or beside it alone\n", way.c_str(), cut.horizons,
              cut.alone);
  return false;
}

// ---- orders by the measured policy ----------------------------------------------------------------------------------

constexpr std::size_t orders_at_once = 2000;
constexpr std::size_t orders_by_reference = 20;  // Of those, and of the first until when it holds.
constexpr std::size_t orders_bound = 100;        // Of those, too.

std::string mask_text(const Program& program, std::uint32_t mask) {
  Verdict verdict;
  verdict.outcome = mask == 0 ? model::Outcome::permitted : model::Outcome::forbidden;
  if (mask == 0) verdict.rules.push_back(0);  // The first rule permits.
  for (std::uint32_t rule = 0; rule < bench::rules.size(); ++rule) {
    if ((mask >> rule & 1) != 0) verdict.rules.push_back(rule + 1);
  }
  return short_text(program, 0, verdict);
}

/// Whether the hand-written function says so too; it is asked only where times are ordinary.
std::optional<Difference> beside_by_hand(const Policy& policy, const Group& verdicts,
                                         std::span<const bench::Order> orders,
                                         std::span<const std::string_view> records) {
  const auto answers = verdicts.ways.front().answers(records);
  for (std::size_t i = 0; i < orders.size(); ++i) {
    if (!is_ordinary(orders[i])) continue;
    const auto expected = mask_text(*policy.program, bench::applying_rules(orders[i]));
    if (answers[i] != expected) {
      return Difference{i, verdicts.ways.front().name, answers[i], "the hand-written function", expected};
    }
  }
  return {};
}

/// `by_hand`: there is a function in C++ that decides the same; else the rules are about categories, too.
bool try_orders(const std::string& policy, bool by_hand, std::size_t count, std::uint64_t seed) {
  const auto loaded = policy_of({{"policy.writ", policy}});
  const auto policies = PolicySet::load({{"policy.writ", policy}}).policies;
  if (!loaded || !policies) return false;
  CutAlone cut;
  const auto lines = lines_of(*loaded), verdicts = verdicts_of(*loaded, 0);
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
    auto difference = first_difference(lines, all);
    if (!difference) difference = first_difference(verdicts, all);
    if (!difference) {
      const auto some = all.first(std::min(orders.size(), orders_by_reference));
      difference = beside_reference(*loaded, some, whole_of(*loaded, 1).ways.front().answers(some), {.horizons = 1});
    }
    if (!difference && by_hand) difference = beside_by_hand(*loaded, verdicts, orders, all);
    const auto bound = std::min(orders.size(), orders_bound);
    const auto beside_json =
        bound_disagreement(*policies, std::span(orders).first(bound), all.first(bound), !by_hand, cut);
    if (beside_json) {
      std::printf("order %zu\n%s", done + beside_json->record, beside_json->text.c_str());
      return false;
    }
    if (!difference) continue;
    std::printf("seed %llu, order %zu\n%s", static_cast<unsigned long long>(seed), done + difference->record,
                difference->text(all[difference->record]).c_str());
    return false;
  }
  std::printf("%zu orders, %zu rules, %zu ways of lines and %zu of verdicts: the same\n", count,
              loaded->model->decisions.front().rules.size(), lines.ways.size(), verdicts.ways.size());
  return few_cut_alone("bound orders", cut);
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

constexpr std::size_t records_of_policy = 50;
constexpr std::size_t records_with_horizon = 15;
constexpr BesideReference reference_horizons = {.horizons = 10, .most_instants = 40};  // Without horizons, all.
constexpr double most_cut_short = 0.15;                                                // Of horizons; one in nine is.
constexpr std::size_t horizons_that_say = 10'000;                                      // Of fewer, chance may cut more.
constexpr std::size_t analysis_every = 3;
constexpr std::size_t lines_every = 5;

Case case_of(std::uint64_t seed, random::WholeFacts facts = random::WholeFacts::some) {
  auto choices = random::Choices::of_seed(seed);
  Case made;
  const auto policy = random::whole_language_policy(choices, facts);
  made.files.push_back({"policy.writ", policy.text});
  if (!policy.module.empty()) made.files.push_back({"shared.writ", policy.module});
  if (const auto checked = policy_of(made.files)) {
    const bool many = facts == random::WholeFacts::every_type;  // More than a policy is about.
    RandomRecords records(*checked->model, choices, many ? RandomRecords::Facts::needed : RandomRecords::Facts::all);
    while (made.records.size() < records_of_policy) made.records.push_back(records.next());
  }
  return made;
}

/// A policy and its records, and what the checker says of it.
int show(std::uint64_t seed, random::WholeFacts facts) {
  const auto made = case_of(seed, facts);
  for (const auto& file : made.files) std::printf("%s\n", file.text.c_str());
  for (const auto& record : made.records) std::printf("%s\n", record.c_str());
  const auto loaded = load(made.files);
  std::printf("%s", render(loaded.diagnostics, *loaded.sources).c_str());
  return loaded.model ? 0 : 1;
}

using Disagree = std::function<std::optional<Disagreement>(const Case&)>;

/// The smallest case that still differs, as a golden test; and who says what about it.
void tell(std::uint64_t seed, const Case& made, const Disagree& disagree, const Disagreement& found) {
  std::printf("seed %llu\n%s: %s\nmade smaller:\n\n", static_cast<unsigned long long>(seed), found.who.c_str(),
              found.text.c_str());
  std::fflush(stdout);
  const auto least = smallest(made, [&](const Case& tried) { return disagree(tried).has_value(); });
  std::printf("%s\n%s", golden_text(least, "What differed, in a few words.").c_str(), disagree(least)->text.c_str());
}

/// Whether policies of many lines in which something overflows are made a few lines in which it still does.
bool shrink_policies(std::size_t count, std::uint64_t seed) {
  const Shows overflows = [](const Case& tried) {
    const auto policy = policy_of(tried.files);
    if (!policy) return false;
    Records records;
    for (const auto& record : tried.records) records.add(record);
    const auto answers = whole_of(*policy, 0).ways.front().answers(records.all());
    return std::ranges::any_of(answers,
                               [](const auto& text) { return text.find("; overflow at") != std::string::npos; });
  };
  std::size_t longest = 0;
  for (; count > 0; ++seed) {
    const auto made = case_of(seed);
    if (!overflows(made)) continue;
    --count;
    const auto least = smallest(made, overflows, 6000);
    std::size_t size = 0;
    for (const auto& file : least.files) size += file.text.size();
    for (const auto& record : least.records) size += record.size();
    longest = std::max(longest, size);
    if (overflows(least) && least.records.size() == 1 && size <= 600) continue;
    std::printf("seed %llu stays large\n%s", static_cast<unsigned long long>(seed), golden_text(least, "").c_str());
    return false;
  }
  std::printf("the longest policy and record that were left have %zu bytes\n", longest);
  return true;
}

Compare compare_of(std::uint64_t seed) {
  return {records_with_horizon, reference_horizons, seed % lines_every == 0, seed % analysis_every == 0};
}

/// Whether all agree. With `briefly`, of a difference only who does not, and after how many pairs.
bool try_policies(std::size_t pairs, std::uint64_t seed, bool briefly) {
  std::size_t accepted = 0, refused = 0, horizons = 0, cut_short = 0;
  CutByWay cut;
  for (; accepted * records_of_policy < pairs; ++seed) {
    const auto made = case_of(seed);
    if (made.records.empty()) {
      ++refused;
      continue;
    }
    const auto compared = compare(made, compare_of(seed));
    if (const auto& found = compared.disagreement; found && briefly) {
      std::printf("%s, after %zu pairs\n", found->who.c_str(), accepted * records_of_policy + found->record + 1);
      return false;
    } else if (found) {
      tell(
          seed, made, [&](const Case& tried) { return compare(tried, compare_of(seed)).disagreement; }, *found);
      return false;
    }
    ++accepted;
    horizons += compared.horizons;
    cut_short += compared.cut_short;
    for (const auto& [way, counted] : compared.cut) {
      cut[way].horizons += counted.horizons;
      cut[way].alone += counted.alone;
    }
  }
  std::printf("%zu policies of %zu, %zu records each: the same. Of %zu horizons, %zu were cut short\n", accepted,
              accepted + refused, records_of_policy, horizons, cut_short);
  bool few_alone = true;
  for (const auto& [way, counted] : cut) few_alone = few_cut_alone(way, counted) && few_alone;
  const bool few_cut =
      horizons < horizons_that_say || static_cast<double>(cut_short) <= most_cut_short * static_cast<double>(horizons);
  return few_alone && few_cut && refused * 4 < accepted;
}

/// Likewise, of objects bound to the facts.
bool try_bound(std::size_t pairs, std::uint64_t seed) {
  std::size_t policies = 0;
  CutAlone cut;
  for (; policies * records_of_policy < pairs; ++seed) {
    const auto made = case_of(seed, random::WholeFacts::every_type);
    if (made.records.empty()) continue;
    ++policies;
    if (const auto policy = policy_of(made.files); policy && !has_every_type(*policy->model)) {
      std::printf("seed %llu: the bindings do not fit the facts\n", static_cast<unsigned long long>(seed));
      return false;
    }
    if (const auto found = bound_disagreement(made, cut)) {
      tell(
          seed, made, [&](const Case& tried) { return bound_disagreement(tried, cut); }, *found);
      return false;
    }
  }
  std::printf("%zu policies, %zu objects each: the same as JSON\n", policies, records_of_policy);
  return few_cut_alone("bound objects", cut);
}

/// Whether everything that there is comes up in rules that win. Some ways to fail come once in thousands of policies:
/// as long as one is missing, up to four times as many are made.
bool count_policies(std::size_t policies, std::uint64_t seed) {
  auto counts = all_constructs();
  const auto known = counts.size();
  const auto least = std::max<std::size_t>(policies / 1000, 1);
  const auto needed = [&](const std::string& what) -> std::size_t {
    return left_out().contains(what) ? 0 : is_a_way(what) ? 1 : least;
  };
  const auto is_enough = [&](const auto& counted) { return counted.second >= needed(counted.first); };
  std::size_t made = 0;
  bool enough = false;
  for (; made < policies || (!enough && made < 4 * policies); ++seed) {
    const auto tried = case_of(seed);
    if (tried.records.empty()) continue;
    count_constructs(tried, counts);
    ++made;
    enough = made >= policies && std::ranges::all_of(counts, is_enough);
  }
  for (const auto& [what, count] : counts) {
    if (count >= needed(what)) continue;
    std::printf("%s: in %zu policies of %zu, and not in %zu\n", what.c_str(), count, made, needed(what));
  }
  for (const auto& [what, reason] : left_out()) std::printf("left out: %s, which %s\n", what.c_str(), reason.c_str());
  std::printf("%zu policies, %zu of %zu parts of the language\n", made, known - left_out().size(), known);
  return enough;
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
  if (what == "policies") return try_policies(number(2, 100'000), seed, false) ? 0 : 1;
  if (what == "bound") return try_bound(number(2, 25'000), seed) ? 0 : 1;
  if (what == "notice") return try_policies(number(2, 100'000), seed, true) ? 0 : 1;
  if (what == "shrinking") return shrink_policies(number(2, 4), seed) ? 0 : 1;
  if (what == "constructs") return count_policies(number(2, 5000), seed) ? 0 : 1;
  if (what == "show") return show(number(2, usual_seed), random::WholeFacts::some);
  if (what == "show_bound") return show(number(2, usual_seed), random::WholeFacts::every_type);
  if (what == "write") return write_orders(number(2, 10'000), seed) ? 0 : 1;
  std::fputs(usage, stderr);
  return 2;
}
