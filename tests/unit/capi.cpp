// The C interface where it is given what nobody would give it on purpose, and its limits. What it says of decisions is
// in tests/embed/capi.c, which knows nothing but the installed package.

#include <catch2/catch.hpp>
#include <memory>
#include <string>
#include <vector>

#include "engine/capi/boundary.hpp"
#include "grammar/unicode.hpp"

namespace writ {
namespace {

std::string taken(writ_text text) { return {text.data, text.size}; }

constexpr const char* policy =
    "policy p\n"
    "fact n : list of Int\n"
    "decision d : Bool\n"
    "  otherwise = some x in n satisfies x > 5\n";
constexpr const char* facts = R"({"now": "2025-03-12T10:00:00+08:00", "n": [1, 2, 3, 4, 5, 6]})";

struct Loaded {
  writ_status status;
  std::shared_ptr<writ_policies> policies;
  std::string told;
};

Loaded load(const char* text, std::vector<writ_limit> limits = {}) {
  const writ_source source{writ_text_of("p.writ"), writ_text_of(text)};
  writ_policies* policies = nullptr;
  writ_findings* findings = nullptr;
  Loaded loaded;
  loaded.status = writ_load_texts(&source, 1, nullptr, 0, limits.data(), limits.size(), &policies, &findings);
  loaded.policies = {policies, writ_policies_free};
  for (std::size_t i = 0; i < writ_findings_count(findings); ++i)
    loaded.told += taken(writ_finding_rendered(findings, i));
  writ_findings_free(findings);
  return loaded;
}

std::shared_ptr<writ_decision> decide(const Loaded& loaded, writ_text name) {
  writ_decision* decision = nullptr;
  REQUIRE(writ_decide(loaded.policies.get(), name, writ_text_of(facts), nullptr, 0, &decision) == WRIT_OK);
  return {decision, writ_decision_free};
}

TEST_CASE("a decision that there is not has no name, and its line is JSON whatever was asked for") {
  const auto loaded = load(policy);
  REQUIRE(loaded.policies != nullptr);
  for (const std::string_view name : {"no\"such", "no\xffsuch", "\xc3", "no\nsuch", "", "\xed\xa0\x80"}) {
    CAPTURE(name);
    const auto decision = decide(loaded, {name.data(), name.size()});
    const std::string line = taken(writ_decision_json(decision.get()));
    CHECK(!first_invalid_utf8(line));
    CHECK(writ_decision_outcome(decision.get()) == WRIT_UNDETERMINED);
    CHECK(taken(writ_decision_name(decision.get())).empty());
    CHECK(!taken(writ_decision_errors(decision.get())).empty());

    writ_string* told = nullptr;
    REQUIRE(writ_explain(loaded.policies.get(), {name.data(), name.size()}, writ_text_of(facts), nullptr, 0,
                         writ_text_of(""), &told) == WRIT_OK);
    CHECK(!first_invalid_utf8(taken(writ_string_text(told))));
    writ_string_free(told);
  }
  CHECK(taken(writ_decision_name(decide(loaded, writ_text_of("d")).get())) == "p.d");
}

TEST_CASE("limits hold for what is loaded and for what it decides") {
  const auto bounded = load(policy, {{writ_text_of("steps"), 2}});
  REQUIRE(bounded.status == WRIT_OK);
  const auto decision = decide(bounded, writ_text_of("d"));
  CHECK(writ_decision_outcome(decision.get()) == WRIT_UNDETERMINED);
  CHECK(taken(writ_decision_errors(decision.get())).find("V0108") != std::string::npos);
  CHECK(taken(writ_decision_name(decision.get())) == "p.d");
  CHECK(writ_decision_outcome(decide(load(policy), writ_text_of("d")).get()) == WRIT_DECIDED);

  const auto large = load(policy, {{writ_text_of("steps"), 1000}, {writ_text_of("file_bytes"), 20}});
  CHECK(large.status == WRIT_REFUSED);
  CHECK(large.told.find("`file_bytes`") != std::string::npos);
  CHECK(large.told.find("the program that embeds Writ") != std::string::npos);
}

TEST_CASE("a limit that there is not, or a value that it cannot have, is refused") {
  CHECK(load(policy, {{writ_text_of("step"), 5}}).told == "error: there is no limit `step`; did you mean `steps`?\n");
  CHECK(load(policy, {{writ_text_of("nesting"), 401}}).told ==
        "error: the limit `nesting` is a number from 1 to 400\n");
  CHECK(load(policy, {{writ_text_of("nesting"), 0}}).status == WRIT_REFUSED);
  CHECK(load(policy, {{writ_text_of("nesting"), 400}}).status == WRIT_OK);
  CHECK(!first_invalid_utf8(load(policy, {{writ_text_of("\xff"), 1}}).told));
  CHECK(load(policy, {{writ_text{nullptr, 1}, 1}}).status == WRIT_MISUSE);

  writ_policies* policies = nullptr;
  const writ_text path = writ_text_of("nowhere");
  const writ_limit wrong{writ_text_of("nothing"), 1};
  for (const auto& [status, what] :
       {std::pair(writ_load_paths(&path, 1, nullptr, 0, &wrong, 1, &policies, nullptr), "paths"),
        std::pair(writ_load_saved(path, &wrong, 1, &policies, nullptr), "a file"),
        std::pair(writ_load_saved_bytes("x", 1, &wrong, 1, &policies, nullptr), "bytes")}) {
    INFO(what);
    CHECK(status == WRIT_REFUSED);
    CHECK(policies == nullptr);
  }
  CHECK(writ_load_saved(path, nullptr, 1, &policies, nullptr) == WRIT_MISUSE);
}

}  // namespace
}  // namespace writ
