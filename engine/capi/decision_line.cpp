#include "engine/capi/decision_line.hpp"

#include <algorithm>
#include <array>

#include "engine/value/time/format.hpp"

namespace writ::capi {
namespace {

/// Goes over JSON that the library wrote itself: on one line, and without mistakes.
class Scanner {
 public:
  /// Begins inside of the brackets of an object or a list.
  explicit Scanner(std::string_view json) : json_(json), at_(1) {}

  /// Whether there is another value, or the name of one; steps in front of it.
  bool next() {
    while (at_ < json_.size() && (json_[at_] == ',' || json_[at_] == ' ' || json_[at_] == ':')) ++at_;
    return at_ + 1 < json_.size();
  }
  std::string_view value() {
    const std::size_t begin = at_;
    if (json_[at_] == '"') {
      skip_text();
    } else if (json_[at_] == '{' || json_[at_] == '[') {
      skip_nested();
    } else {
      at_ = std::min(json_.find_first_of(",}]", at_), json_.size());
    }
    return json_.substr(begin, at_ - begin);
  }

 private:
  void skip_text() {
    for (++at_; at_ < json_.size() && json_[at_] != '"'; ++at_) {
      if (json_[at_] == '\\') ++at_;
    }
    ++at_;
  }
  void skip_nested() {
    std::size_t depth = 0;
    do {
      const char letter = json_[at_];
      if (letter == '"') {
        skip_text();
        continue;
      }
      if (letter == '{' || letter == '[') ++depth;
      if (letter == '}' || letter == ']') --depth;
      ++at_;
    } while (depth > 0);
  }

  std::string_view json_;
  std::size_t at_;
};

std::string_view without_quotes(std::string_view json) {
  return json.starts_with('"') ? json.substr(1, json.size() - 2) : json;
}

Outcome outcome_named(std::string_view word) {
  constexpr std::array all = {Outcome::permitted, Outcome::forbidden,    Outcome::referred,
                              Outcome::decided,   Outcome::undetermined, Outcome::rejected};
  for (const Outcome outcome : all) {
    if (word == name(outcome)) return outcome;
  }
  return Outcome::undetermined;
}

}  // namespace

DecisionLine::DecisionLine(std::string line) : line_(std::move(line)) {
  for (Scanner scanner(line_); scanner.next();) {
    const Piece name = keep(without_quotes(scanner.value()));
    if (!scanner.next()) break;
    const std::string_view json = scanner.value();
    members_.push_back({name, keep(json)});
    if (kept(name) != "rules") continue;
    for (Scanner rules(json); rules.next();) rules_.push_back(keep(without_quotes(rules.value())));
  }
  // A line about a decision that there is not repeats what was asked for, which is no name.
  name_ = keep(member("now").empty() ? "" : without_quotes(member("decision")));
  outcome_ = member("rejected").empty() ? outcome_named(without_quotes(member("outcome"))) : Outcome::rejected;
}

DecisionLine::Piece DecisionLine::keep(std::string_view json) {
  const Piece piece{kept_.size(), json.size()};
  kept_.append(json).push_back('\0');
  return piece;
}

std::string_view DecisionLine::member(std::string_view name) const {
  for (const Member& member : members_) {
    if (kept(member.name) == name) return kept(member.json);
  }
  return "";
}

std::optional<Value::Instant> DecisionLine::instant(std::string_view name) const {
  const auto at = time::parse_instant(without_quotes(member(name)));
  return at ? std::optional(Value::Instant{*at}) : std::nullopt;
}

}  // namespace writ::capi
