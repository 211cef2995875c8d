#include "engine/model/outcome_name.hpp"

namespace writ::model {

std::string_view name_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::permitted: return "permitted";
    case Outcome::forbidden: return "forbidden";
    case Outcome::referred: return "referred";
    case Outcome::decided: return "decided";
    case Outcome::undetermined: return "undetermined";
  }
  return "";
}

std::optional<Outcome> outcome_named(std::string_view name) {
  for (const Outcome outcome : {Outcome::permitted, Outcome::forbidden, Outcome::referred, Outcome::undetermined}) {
    if (name == name_of(outcome)) return outcome;
  }
  return std::nullopt;
}

}  // namespace writ::model
