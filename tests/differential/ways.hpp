#pragma once
// Ways to decide the same records by the same policy, and whether they agree. A new way of deciding is a line in
// ways.cpp, or a Way that a caller adds to a group.

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/api/load.hpp"
#include "engine/program/program.hpp"

namespace writ::differential {

/// What is made of some records: a text for each.
using Answers = std::vector<std::string>;

struct Way {
  /// Bytes that reading needs can be read after each record.
  using Decide = std::function<Answers(std::span<const std::string_view> records)>;

  std::string name;
  Decide answers;
};

/// Ways that make the same texts. The first is what the others are compared with.
struct Group {
  std::vector<Way> ways;
};

struct Difference {
  std::size_t record = 0;
  std::string way, answer;
  std::string beside, expected;

  std::string text(std::string_view record_text) const;
};

/// A way that cuts every search short agrees with all others: of the horizons that it was compared in, in how many it,
/// or what it is compared with, alone is cut short.
struct CutAlone {
  std::size_t horizons = 0, alone = 0;
};
using CutByWay = std::map<std::string, CutAlone>;

std::optional<Difference> first_difference(const Group& group, std::span<const std::string_view> records);
/// The same, where what the first says is known; counts by way what is cut short in one alone.
std::optional<Difference> first_difference(const Group& group, std::span<const std::string_view> records,
                                           const Answers& expected, CutByWay& cut);

/// The files of one policy, checked and compiled.
struct Policy {
  std::shared_ptr<const model::Model> model;
  std::shared_ptr<const SourceSet> sources;
  std::shared_ptr<const Program> program;
};
/// Nothing where the policy has errors.
std::optional<Policy> policy_of(std::vector<NamedText> files);

/// Ways that write out lines as `writ eval` does.
Group lines_of(const Policy& policy);
/// Ways that tell all of every decision; of the first records also until when it holds, as far as a short search goes.
Group whole_of(const Policy& policy, std::size_t horizons);
/// Ways that tell outcome, winning rules and value of one decision.
Group verdicts_of(const Policy& policy, model::DecisionId judged);

/// Records with the room behind each that reading asks for.
class Records {
 public:
  void add(std::string_view record);
  void clear();
  std::span<const std::string_view> all();

 private:
  std::string text_;
  std::vector<std::size_t> begins_, sizes_;
  std::vector<std::string_view> views_;
};

}  // namespace writ::differential
