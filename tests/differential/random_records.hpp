#pragma once
// Records for whatever policy, at its boundaries first: about every constant that it compares with, an instant in play
// shifted by a duration or period of the policy, a tick beside it; lists that are empty and long, members that are
// missing; and, in some records, values of another type, and at the end of what there is.

#include <string>
#include <vector>

#include "engine/model/model.hpp"
#include "tests/fuzz/policies/choices.hpp"

namespace writ::differential {

class RandomRecords {
 public:
  /// Facts that no decision needs come too, but where they are to be left out.
  enum class Facts { all, needed };
  RandomRecords(const model::Model& model, random::Choices& choices, Facts facts = Facts::all);
  /// One object on one line.
  std::string next();

 private:
  std::string value(Type type, Encoding encoding);
  std::string scalar(Type type, Encoding encoding);
  std::string list(Type element, Encoding encoding);
  std::string record(std::uint32_t record);
  std::string text();
  std::int64_t number(Type type);
  std::int64_t near(const std::vector<std::int64_t>& known, std::int64_t tick, std::int64_t small);
  std::int64_t instant();
  std::int64_t date();
  std::int64_t shifted(std::int64_t instant);
  std::string joined(std::vector<std::string> members, const char* around);

  const model::Model& model_;
  random::Choices& choices_;
  std::vector<model::FactId> facts_;  ///< Those that are written, but `now`.
  std::vector<std::int64_t> integers_, decimals_, durations_, periods_, instants_, dates_, clocks_;
  std::vector<const model::File*> places_;  ///< Files that have a time zone.
  std::vector<std::int64_t> met_;           ///< Instants of the record that is being made.
  bool wild_ = false;
};

}  // namespace writ::differential
