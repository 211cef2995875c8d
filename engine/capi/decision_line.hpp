#pragma once
// The line of a decision and what its members are: what the C interface tells about it.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "writ/decision.hpp"

namespace writ::capi {

class DecisionLine {
 public:
  /// As `PolicySet::decide_as_json` gives it.
  explicit DecisionLine(std::string line);

  const std::string& line() const { return line_; }
  Outcome outcome() const { return outcome_; }
  /// The decision's qualified name; like all texts here followed by a NUL. Empty where the facts were rejected, or
  /// there is no such decision.
  std::string_view name() const { return kept(name_); }
  /// A member's JSON; empty where there is no such member.
  std::string_view member(std::string_view name) const;
  std::optional<Value::Instant> instant(std::string_view name) const;
  std::size_t rule_count() const { return rules_.size(); }
  std::string_view rule(std::size_t index) const { return kept(rules_[index]); }

 private:
  /// Where something is in what is kept.
  struct Piece {
    std::size_t begin = 0, size = 0;
  };
  struct Member {
    Piece name, json;
  };
  Piece keep(std::string_view json);
  std::string_view kept(Piece piece) const { return std::string_view(kept_).substr(piece.begin, piece.size); }

  std::string line_;
  std::string kept_;  // Each piece is followed by a NUL.
  std::vector<Member> members_;
  std::vector<Piece> rules_;
  Piece name_;
  Outcome outcome_ = Outcome::undetermined;
};

}  // namespace writ::capi
