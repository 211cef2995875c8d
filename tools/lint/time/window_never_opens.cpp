// A window that ends before it begins.

#include <fmt/format.h>

#include <unordered_map>

#include "engine/value/time/civil.hpp"
#include "tools/lint/time/moments.hpp"
#include "tools/lint/walk.hpp"

namespace writ::lint::time {

using namespace model;

namespace {

/// `sum >= 0`, or `sum > 0`.
struct Bound {
  Comparison comparison;
  Sum sum;
  bool strict = false;
};

class Finder {
 public:
  Finder(const Subject& subject, Findings& findings) : subject_(subject), model_(subject.model), findings_(findings) {}

  void run() {
    for_each_condition(model_, [&](ExprId condition, const Root& root) {
      if (root.purpose == Purpose::in_force || root.purpose == Purpose::test) return;
      bounds_.clear();
      for (const ExprId each : conjuncts(model_, condition)) conjunct(each);
    });
    for_each_expr(model_, [&](ExprId expr, const Root&) { outside(expr); });
  }

 private:
  static bool is_time(Type type) {
    return type.is(Kind::instant) || type.is(Kind::date) || type.is(Kind::duration) || type.is(Kind::time_of_day);
  }

  void conjunct(ExprId expr) {
    const auto* range = std::get_if<InRange>(&model_[expr].node);
    if (range != nullptr && range->negated) return;
    for (const Comparison& each : comparisons(model_, expr)) take(each);
  }

  /// `not in` a range that is empty is always true, wherever it stands.
  void outside(ExprId expr) {
    const auto* range = std::get_if<InRange>(&model_[expr].node);
    if (range == nullptr || !range->negated || !is_time(model_[range->low].type)) return;
    const auto low = sum_of(model_, range->low, Parameters::written, true);
    const auto high = sum_of(model_, range->high, Parameters::written, true);
    if (!low || !high) return;
    const Sum length = high->minus(*low);
    if (!empty(length, !(range->low_closed && range->high_closed))) return;
    findings_.push_back({.lint = Lint::time_window_never_opens,
                         .place = model_[expr].span,
                         .message = fmt::format(
                             "this range ends before it begins{}, so that everything is outside of it", as_set(length)),
                         .help = {"exchange its ends"}});
  }

  void take(const Comparison& comparison) {
    if (!is_time(model_[comparison.value].type)) return;
    const auto value = sum_of(model_, comparison.value, Parameters::written, true);
    const auto end = sum_of(model_, comparison.end, Parameters::written, true);
    if (!value || !end) return;
    const bool upper = is_upper(comparison.order);
    Bound bound{comparison, upper ? end->minus(*value) : value->minus(*end), !holds_at_end(comparison.order)};
    if (bound.sum.terms.empty()) return;
    const auto found = bounds_.find(Sum{}.minus(bound.sum).key());
    if (found != bounds_.end()) {
      Sum both = bound.sum;
      both.constant += found->second.sum.constant;
      both.has_days = both.has_days || found->second.sum.has_days;
      both.origins.add(found->second.sum.origins);
      both.terms.clear();
      if (empty(both, bound.strict || found->second.strict)) tell(found->second.comparison, comparison, as_set(both));
    }
    bounds_.try_emplace(bound.sum.key(), std::move(bound));
  }

  /// Is there nothing of a length from the begin to the end of a window?
  static bool empty(const Sum& length, bool strict) {
    if (!length.terms.empty() || is_switched_off(length)) return false;
    // A calendar day is hardly ever more than three hours off 24.
    if (length.has_days) return length.constant < -3 * writ::time::hour;
    return length.constant < 0 || (length.constant == 0 && strict);
  }

  /// What a caller may set may as well be set to nothing: a length of zero, an end where the begin is, a moment long
  /// ago or far ahead.
  static bool is_switched_off(const Sum& length) {
    const Origins& origins = length.origins;
    return origins.set && (length.constant == 0 || origins.set_to_zero || (origins.set_moment && origins.plain_moment));
  }

  static std::string_view as_set(const Sum& length) {
    return length.origins.set ? " as the parameters stand" : std::string_view();
  }

  void tell(const Comparison& first, const Comparison& second, std::string_view as_set) {
    const Span place = model_[second.expr].span;
    Finding finding{.lint = Lint::time_window_never_opens, .place = place, .message = {}};
    const bool time_of_day = model_[second.value].type.is(Kind::time_of_day);
    if (first.expr == second.expr) {
      finding.message = as_set.empty() ? "this window ends before it begins: nothing is ever in it"
                                       : fmt::format("this window ends before it begins{}: nothing is in it", as_set);
      finding.labels.push_back({model_[first.end].span, "begins here"});
      finding.labels.push_back({model_[second.end].span, "and ends here"});
      if (!is_upper(second.order)) std::swap(finding.labels[0].text, finding.labels[1].text);
    } else {
      finding.message = fmt::format("`{}` and `{}` never hold together{}", words_of(subject_, first.expr),
                                    words_of(subject_, second.expr), as_set);
      finding.labels.push_back({model_[first.expr].span, "not together with this"});
    }
    finding.help.push_back(time_of_day ? "a time across midnight is in two pieces: one until midnight `or` one from it"
                                       : "exchange the two ends, or compare with the bounds that are meant");
    findings_.push_back(std::move(finding));
  }

  const Subject& subject_;
  const Model& model_;
  Findings& findings_;
  std::unordered_map<std::string, Bound> bounds_;
};

}  // namespace

void window_never_opens(const Subject& subject, Findings& findings) { Finder(subject, findings).run(); }

}  // namespace writ::lint::time
