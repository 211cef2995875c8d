// Memory that fails under the C interface: a status in place of an exception, and nothing handed over.

#include "engine/api/load.hpp"
#include "engine/saved/saved_program.hpp"
#include "tests/faults/try_failures.hpp"
#include "tests/support/process.hpp"
#include "writ/writ.h"

namespace writ::faults {
namespace {

writ_text given(const std::string& text) { return {text.data(), text.size()}; }
std::string taken(writ_text text) { return {text.data, text.size}; }

/// As the harness wants it.
void demand(writ_status status, const void* handle) {
  if (status == WRIT_OK || status == WRIT_REFUSED) return;
  if (handle != nullptr) throw std::logic_error("a handle in spite of a failure");
  if (status == WRIT_NO_MEMORY) throw std::bad_alloc();
  throw std::logic_error(writ_status_message(status));
}

template <typename Handle>
using Owned = std::unique_ptr<Handle, void (*)(Handle*)>;

/// What `load(policies, findings)` loads.
template <typename Load>
std::string loaded(Load load) {
  writ_policies* policies = nullptr;
  writ_findings* findings = nullptr;
  const writ_status status = load(&policies, &findings);
  const Owned<writ_policies> owned(policies, writ_policies_free);
  const Owned<writ_findings> owned_findings(findings, writ_findings_free);
  if (status == WRIT_NO_MEMORY && findings != nullptr) throw std::logic_error("findings in spite of a failure");
  demand(status, policies);
  std::string all = std::to_string(status);
  for (std::size_t i = 0; i < writ_findings_count(findings); ++i) all += taken(writ_finding_rendered(findings, i));
  for (std::size_t i = 0; i < writ_policies_decision_count(policies); ++i) {
    all += taken(writ_policies_decision(policies, i));
  }
  return all;
}

std::string loaded_text(const std::string& text) {
  const writ_source source{writ_text_of("shop.writ"), given(text)};
  return loaded([&](auto policies, auto findings) {
    return writ_load_texts(&source, 1, nullptr, 0, nullptr, 0, policies, findings);
  });
}

std::string loaded_path(const std::string& name) {
  const writ_text path = given(name);
  return loaded([&](auto policies, auto findings) {
    return writ_load_paths(&path, 1, nullptr, 0, nullptr, 0, policies, findings);
  });
}

std::string loaded_saved(const std::string& path) {
  return loaded(
      [&](auto policies, auto findings) { return writ_load_saved(given(path), nullptr, 0, policies, findings); });
}

Owned<writ_policies> policies() {
  const writ_source source{writ_text_of("shop.writ"), given(shop())};
  writ_policies* made = nullptr;
  if (writ_load_texts(&source, 1, nullptr, 0, nullptr, 0, &made, nullptr) != WRIT_OK)
    throw std::logic_error("they do not load");
  return {made, writ_policies_free};
}

TEST_CASE("loading from C") {
  try_all_failures("load rule files from C", [] { return operation([] { return loaded_text(shop()); }, itself); });
  try_all_failures("load rule files with mistakes from C",
                   [] { return operation([] { return loaded_text("policy p\ndecision d : Imt\n"); }, itself); });
}

TEST_CASE("loading files from C") {
  const test::TemporaryDirectory place;
  const std::string rules = place.path() / "rules", saved = place.path() / "shop.writc";
  test::write_file(rules + "/shop.writ", shop());
  test::write_file(rules + "/below/more.writ", "policy more\ndecision tip : permission\n  permit anyone\n");
  const auto all = load({{"shop.writ", shop()}});
  test::write_file(saved, saved::save(all.model, *all.sources).value());
  REQUIRE(loaded_path(rules).starts_with("0more"));
  try_all_failures("load a directory from C", [&] { return operation([&] { return loaded_path(rules); }, itself); });
  try_all_failures("load a path to a saved program from C",
                   [&] { return operation([&] { return loaded_path(saved); }, itself); });
  REQUIRE(loaded_saved(saved).starts_with("0shop"));
  try_all_failures("load a saved program from C",
                   [&] { return operation([&] { return loaded_saved(saved); }, itself); });
  try_all_failures("load what is not there from C",
                   [&] { return operation([&] { return loaded_saved(rules) + loaded_path(saved + "?"); }, itself); });
}

TEST_CASE("deciding from C") {
  const std::int64_t now = 1'741'744'800'000'000;
  try_all_failures("decide from C, by the facts' time and by the caller's", [&] {
    const std::shared_ptr<writ_policies> set = policies();
    writ_decider* made = nullptr;
    demand(writ_decider_make(set.get(), writ_text_of("send"), 0, &made), nullptr);
    const std::shared_ptr<writ_decider> decider(made, writ_decider_free);
    return operation(
        [=] {
          std::string all;
          for (const std::int64_t* const time : {static_cast<const std::int64_t*>(nullptr), &now}) {
            for (const bool at_once : {false, true}) {
              writ_decision* decision = nullptr;
              const writ_status status =
                  at_once ? writ_decide(set.get(), writ_text_of("send"), given(orders()[0]), time, 0, &decision)
                          : writ_decider_decide(decider.get(), given(orders()[0]), time, &decision);
              const Owned<writ_decision> owned(decision, writ_decision_free);
              demand(status, decision);
              all += taken(writ_decision_json(decision)) + taken(writ_decision_rule(decision, 0));
            }
          }
          return all;
        },
        itself);
  });
}

TEST_CASE("asking why from C, and when, and what is hardly meant") {
  try_all_failures("explain, timeline and lint from C", [] {
    const std::shared_ptr<writ_policies> set = policies();
    return operation(
        [=] {
          std::string all;
          const writ_text send = writ_text_of("send"), any = {nullptr, 0};
          const writ_text order = given(orders()[4]);  // Forbidden: what would permit it is searched, too.
          writ_string* told = nullptr;
          demand(writ_explain(set.get(), send, order, nullptr, 0, any, &told), nullptr);
          all += taken(writ_string_text(Owned<writ_string>(told, writ_string_free).get()));
          demand(writ_timeline(set.get(), send, order, nullptr, 0, nullptr, nullptr, any, &told), nullptr);
          all += taken(writ_string_text(Owned<writ_string>(told, writ_string_free).get()));
          writ_findings* findings = nullptr;
          demand(writ_lint(set.get(), any, nullptr, &findings), nullptr);
          const Owned<writ_findings> owned(findings, writ_findings_free);
          for (std::size_t i = 0; i < writ_findings_count(findings); ++i) {
            all += taken(writ_finding_message(findings, i));
          }
          return all;
        },
        itself);
  });
}

}  // namespace
}  // namespace writ::faults
