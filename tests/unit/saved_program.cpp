// Saved programs: they decide as their texts do, and damaged ones are refused.

#include "engine/saved/saved_program.hpp"

#include <catch2/catch.hpp>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>

#include "engine/api/load.hpp"
#include "engine/api/rule_files.hpp"
#include "engine/saved/xxhash64.hpp"
#include "writ/policy_set.hpp"

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
}

fact kind  : Kind
fact items : list of Item
fact buyer : Text?
fact now   : Instant

parameter most : Int = 3
parameter vip  : list of Text = ["ann", "bob"]

define total : Money CNY = sum of item.price for item in items

decision fee : Money CNY
  rule many = CNY 5
    when size(items) > most
  otherwise = CNY 2

decision ship : permission
  permit anyone
  forbid nameless
    when buyer is absent
  forbid virtual_goods
    when kind is virtual
    because "Nothing to ship: {total}"
  forbid odd_name
    when some item in items satisfies matches(item.name, "[0-9]+")
  refer vip_buyer
    when buyer is present and buyer in vip
)";

Loaded loaded(const char* text) {
  Loaded result = load({{"shop.writ", text}});
  for (const Diagnostic& diagnostic : result.diagnostics) UNSCOPED_INFO(diagnostic.message);
  REQUIRE(result.model != nullptr);
  return result;
}

std::string save(const char* text) {
  const Loaded all = loaded(text);
  const auto bytes = saved::save(all.model, *all.sources);
  REQUIRE(bytes);
  return *bytes;
}

constexpr std::size_t header_size = 40, checksum_at = 32;

/// With the checksum that belongs to what is in it.
std::string signed_again(std::string bytes) {
  const std::uint64_t checksum = saved::xxhash64(std::string_view(bytes).substr(header_size));
  std::memcpy(bytes.data() + checksum_at, &checksum, sizeof checksum);
  return bytes;
}

TEST_CASE("the checksum is XXH64") {
  CHECK(saved::xxhash64("") == 0xef46db3751d8e999);
  CHECK(saved::xxhash64("abc") == 0x44bc2cf5ad770999);
  CHECK(saved::xxhash64("Nobody inspects the spammish repetition") == 0xfbcea83c8a378bf1);
}

TEST_CASE("a policy is saved as the same bytes each time, and decides as its text") {
  const std::string bytes = save(shop);
  CHECK(bytes == save(shop));
  const auto ours = PolicySet::load({{"shop.writ", shop}});
  const auto theirs = PolicySet::load_saved_bytes(bytes);
  REQUIRE(ours.policies);
  REQUIRE(theirs.policies);
  CHECK(ours.policies->decisions() == theirs.policies->decisions());
  for (const char* kind : {"physical", "virtual", "neither"}) {
    for (const char* buyer : {R"("ann")", R"("eve")", "null"}) {
      for (const char* name : {"1234", "cup"}) {
        const std::string facts = std::string(R"({"kind":")") + kind + R"(","buyer":)" + buyer +
                                  R"(,"items":[{"name":")" + name +
                                  R"(","price":"CNY 12.50"}],"now":"2025-03-12T10:00:00+08:00"})";
        for (const std::string& decision : ours.policies->decisions()) {
          const auto expected = ours.policies->decider(decision)->decide_as_json(facts);
          CHECK(theirs.policies->decider(decision)->decide_as_json(facts) == expected);
          const auto why = theirs.policies->explain(decision, facts).decisions;
          const auto expected_why = ours.policies->explain(decision, facts).decisions;
          REQUIRE(why.size() == expected_why.size());
          for (std::size_t i = 0; i < why.size(); ++i) CHECK(why[i].rules.size() == expected_why[i].rules.size());
        }
      }
    }
  }
}

TEST_CASE("rules that are selected by a value are so when saved, too") {
  std::string text =
      "policy shop \"A shop\"\nfact town : Text\nfact size : Int\ndecision ship : permission\n  permit anyone\n";
  for (int i = 0; i < 200; ++i) {
    const std::string number = std::to_string(i);
    text += "  forbid town_" + number + "\n    when town is \"t" + number + "\" and size > " + number + "\n";
    text += "  forbid size_" + number + "\n    when size is " + std::to_string(i * 1'000) + "\n";
  }
  const std::string bytes = save(text.c_str());
  auto ours = PolicySet::load({{"shop.writ", text}}).policies->decider("ship");
  const auto theirs = PolicySet::load_saved_bytes(bytes);
  REQUIRE(theirs.policies);
  auto decider = theirs.policies->decider("ship");
  for (int i = 0; i < 300; ++i) {
    const std::string facts = R"({"now":"2025-03-12T10:00:00+08:00","town":"t)" + std::to_string(i % 201) +
                              R"(","size":)" + std::to_string(i % 7 == 0 ? i * 1'000 : i / 2) + "}";
    CHECK(decider->decide_as_json(facts) == ours->decide_as_json(facts));
  }
  std::mt19937 random(3);
  std::size_t refused = 0;
  for (int round = 0; round < 2'000; ++round) {
    std::string changed = bytes;
    const std::size_t at = header_size + random() % (bytes.size() - header_size);
    changed[at] = static_cast<char>(random());
    if (saved::restore(signed_again(std::move(changed))).program == nullptr) ++refused;
  }
  CHECK(refused > 100);
}

TEST_CASE("the project's own policies decide all samples as saved as they do from text") {
  const std::string rules = WRIT_SOURCE_DIR "/rules";
  const auto ours = PolicySet::load_paths({rules});
  REQUIRE(ours.policies);
  Loaded all = load(read_rule_files({rules}).texts);
  REQUIRE(all.model != nullptr);
  const auto theirs = PolicySet::load_saved_bytes(saved::save(all.model, *all.sources).value());
  REQUIRE(theirs.policies);
  std::size_t lines = 0;
  for (const auto& entry : std::filesystem::directory_iterator(rules + "/samples")) {
    std::ifstream in(entry.path());
    const bool is_document = entry.path().extension() == ".json";
    if (!is_document && entry.path().extension() != ".ndjson") continue;
    std::vector<std::string> records;
    if (is_document) records.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
    for (std::string line; !is_document && std::getline(in, line);) records.push_back(line);
    for (const std::string& decision : ours.policies->decisions()) {
      auto expected = ours.policies->decider(decision);
      auto decider = theirs.policies->decider(decision);
      for (const std::string& record : records) {
        ++lines;
        const std::string line = expected->decide_as_json(record);
        if (decider->decide_as_json(record) != line)
          FAIL(decision << " of " << entry.path().filename() << ": " << line);
      }
    }
  }
  CHECK(lines > 1'000);
}

TEST_CASE("a saved program that is cut off is refused, wherever that is") {
  const std::string bytes = save(shop);
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    const auto restored = saved::restore(std::string_view(bytes).substr(0, size));
    if (restored.program != nullptr || restored.problem.message.empty()) FAIL("cut off after " << size);
    std::string shorter = bytes.substr(0, size);
    if (size < header_size) continue;
    const std::uint64_t left = size - header_size;
    std::memcpy(shorter.data() + 24, &left, sizeof left);
    if (saved::restore(signed_again(shorter)).program != nullptr) FAIL("cut off and signed after " << size);
  }
}

TEST_CASE("a saved program with a bit flipped is refused, wherever that is") {
  std::string bytes = save(shop);
  for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
    bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ (1 << bit % 8));
    if (saved::restore(bytes).program != nullptr) FAIL("bit " << bit);
    bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ (1 << bit % 8));
  }
  CHECK(saved::restore(bytes).program != nullptr);
}

TEST_CASE("contents that are wrong though their checksum is right are refused, or lead nowhere they must not") {
  const std::string bytes = save(shop);
  std::mt19937 random(7);
  std::size_t refused = 0;
  for (int round = 0; round < 20'000; ++round) {
    std::string changed = bytes;
    for (std::uint32_t flips = 1 + static_cast<std::uint32_t>(random() % 4); flips > 0; --flips) {
      const std::size_t at = header_size + random() % (bytes.size() - header_size);
      const unsigned flipped = static_cast<unsigned char>(changed[at]) ^ (1U << random() % 8);
      changed[at] = static_cast<char>(random() % 4 == 0 ? random() : flipped);
    }
    if (saved::restore(signed_again(std::move(changed))).program == nullptr) ++refused;
  }
  CHECK(refused > 1'000);
}

TEST_CASE("another version, another kind of machine and another file are told apart") {
  const std::string bytes = save(shop);
  const auto problem = [&](std::size_t at) {
    std::string changed = bytes;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    return saved::restore(changed).problem.message;
  };
  CHECK(problem(0) == "is no saved program");
  CHECK(problem(8) == "cannot be used: it was saved on another kind of machine");
  CHECK(problem(12) == "cannot be used: it was saved by another version of Writ");
  CHECK(problem(16) == "cannot be used: it was saved by another version of Writ");
  CHECK(problem(24) == "cannot be used: it is cut off");
  CHECK(problem(32) == "cannot be used: its checksum does not match");
  const auto finding = PolicySet::load_saved_bytes(bytes.substr(0, 50)).findings;
  REQUIRE(finding.size() == 1);
  CHECK(finding[0].message == "the program cannot be used: it is cut off");
}

TEST_CASE("the texts of a saved program are as they were") {
  const auto restored = saved::restore_texts(save(shop));
  REQUIRE(restored.texts.size() == 1);
  CHECK(restored.texts[0].name == "shop.writ");
  CHECK(restored.texts[0].text == shop);
}

}  // namespace
}  // namespace writ
