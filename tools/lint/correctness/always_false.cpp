// A condition, or a part of one, that never holds: by itself, or beside what else is known where it stands.

#include <fmt/format.h>

#include <algorithm>

#include "tools/lint/conditions.hpp"
#include "tools/lint/walk.hpp"

namespace writ::lint::correctness {

namespace {

bool compares_times(const model::Model& model, model::ExprId expr) {
  const auto& node = model[expr].node;
  model::ExprId value = model::none;
  if (const auto* range = std::get_if<model::InRange>(&node)) {
    value = range->value;
  } else if (const auto* call = std::get_if<model::Apply>(&node)) {
    if (builtins()[call->builtin].motion == Motion::compare) value = call->arguments[0];
  }
  if (value == model::none) return false;
  const Type type = model[value].type;
  return type.is(Kind::instant) || type.is(Kind::date) || type.is(Kind::duration) || type.is(Kind::time_of_day);
}

/// Two ends of a window are told of as a window: see time/window_never_opens.
bool is_window(const model::Model& model, const Settled& settled) {
  if (!compares_times(model, settled.expr)) return false;
  if (settled.because.empty()) return std::holds_alternative<model::InRange>(model[settled.expr].node);
  const Known& first = settled.because.front();
  return settled.because.size() == 1 && first.from == Known::From::beside && first.holds &&
         compares_times(model, first.expr);
}

}  // namespace

void always_false(const Subject& subject, Findings& findings) {
  const auto all = settled_conditions(subject);
  for (const Settled& settled : *all) {
    if (settled.verdict != Verdict::fails || is_window(subject.model, settled)) continue;
    Finding finding{Lint::correctness_always_false, subject.model[settled.expr].span, {}, {}, {}, {}, {}, {}};
    const std::string words = words_of(subject, settled.expr);
    finding.message = fmt::format("`{}` never holds", words);
    const bool only_alternatives =
        !settled.because.empty() && std::ranges::all_of(settled.because, [](const Known& known) {
          return known.from == Known::From::alternative && !known.holds;
        });
    if (only_alternatives) {
      finding.message =
          fmt::format("`{}` adds nothing to `{}`", words, words_of(subject, settled.because.front().expr));
      finding.label = "never makes a difference";
      for (const Known& known : settled.because) {
        finding.labels.push_back({subject.model[known.expr].span, "holds wherever the other does"});
      }
      finding.help = {"leave it out, or say what was meant"};
    } else if (!settled.because.empty()) {
      finding.message += " " + where_known(subject, settled.because);
      if (settled.parameters) finding.message += ", as the parameters stand";
      label_known(subject, settled.because, finding);
      const bool beside = std::ranges::any_of(
          settled.because, [](const Known& known) { return known.from == Known::From::beside && known.holds; });
      finding.help = {beside ? "no facts fit both: one of the two is not what was meant"
                             : "no facts get here for which it holds: say what was meant"};
    } else {
      finding.help = {"no facts fit it: say what was meant"};
    }
    findings.push_back(std::move(finding));
  }
}

}  // namespace writ::lint::correctness
