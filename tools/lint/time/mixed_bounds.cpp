// `<` in one place and `<=` in another, of the same end of a window or of windows of the same length.

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>

#include "engine/value/time/civil.hpp"
#include "tools/lint/key.hpp"
#include "tools/lint/time/moments.hpp"
#include "tools/lint/walk.hpp"

namespace writ::lint::time {

using namespace model;

namespace {

/// A comparison that was brought into the form `first - last - length ? 0`.
struct Use {
  Comparison comparison;
  Comparison::Order order;  ///< In that form.
  Span place;
  bool reads_now = false;
  bool within = false;  ///< Written as `within`, which has both its ends in and cannot be written otherwise.
  bool begin = false;   ///< Of a window that begins so long before a moment; else one that ends so long after it.
};

/// Does the very instant of the end belong to what is before it?
bool ends_in(const Use& use) {
  return use.order == Comparison::Order::at_most || use.order == Comparison::Order::above;
}

using Uses = std::map<std::string, std::vector<Use>>;

class Finder {
 public:
  Finder(const Subject& subject, Findings& findings) : subject_(subject), model_(subject.model), findings_(findings) {}

  void run() {
    for_each_expr(model_, [&](ExprId expr, const Root& root) {
      if (!counts(root) || !seen_.insert(expr).second) return;
      for (const Comparison& each : comparisons(model_, expr)) take(each, root);
    });
    for (auto& [key, uses] : by_end_) judge(uses, true);
    for (auto& [key, uses] : by_length_) judge(uses, false);
  }

 private:
  /// What must be true of facts, and what tests say, is often looser or tighter on purpose; and `effective` has its own
  /// words.
  static bool counts(const Root& root) {
    switch (root.purpose) {
      case Purpose::when:
      case Purpose::unless:
      case Purpose::define:
      case Purpose::value:
      case Purpose::argument: return true;
      default: return false;
    }
  }

  static bool is_moment(Type type) { return type.is(Kind::instant) || type.is(Kind::time_of_day); }

  void take(const Comparison& comparison, const Root& root) {
    const Type type = model_[comparison.value].type;
    if (!is_moment(type) && !type.is(Kind::duration)) return;
    const auto value = sum_of(model_, comparison.value, Parameters::named);
    const auto end = sum_of(model_, comparison.end, Parameters::named);
    if (!value || !end) return;
    Sum apart = value->minus(*end);
    Use use{comparison, comparison.order, place_of(comparison), reads_now(apart), is_within(comparison)};
    std::vector<Sum::Term> moments;
    for (const auto& [key, term] : apart.terms) {
      if (is_moment(model_[term.expr].type)) moments.push_back(term);
    }
    if (moments.empty()) return;
    add_end(use, apart);
    if (moments.size() == 2 && moments[0].times == -moments[1].times && std::abs(moments[0].times) == 1) {
      add_length(use, apart, root);
    }
  }

  void add_end(Use use, const Sum& apart) {
    // Of the two ways to write it, the one in which the first term is added.
    const bool flip = apart.terms.begin()->second.times < 0;
    if (flip) use.order = flipped(use.order);
    const Sum key = flip ? Sum{}.minus(apart) : apart;
    by_end_[fmt::format("{} {} {}", model_[use.comparison.expr].file, key.key(), key.constant)].push_back(use);
  }

  /// Windows of one length that are counted from different moments.
  void add_length(Use use, const Sum& apart, const Root& root) {
    std::string length;
    std::int64_t sign = 0;
    for (const auto& [key, term] : apart.terms) {
      if (is_moment(model_[term.expr].type)) continue;
      if (sign != 0 || std::abs(term.times) != 1 ||
          !std::holds_alternative<ParameterRef>(model_[bare(model_, term.expr)].node)) {
        return;
      }
      sign = term.times;
      length = key;
    }
    const std::int64_t constant = apart.constant;
    // A parameter is one length wherever the file uses it. That two lengths are the same figure may be chance, but
    // hardly within one decision.
    if (sign != 0 && constant != 0) return;
    if (sign == 0) {
      if (std::abs(constant) < writ::time::minute) return;
      sign = constant < 0 ? -1 : 1;
      length = fmt::format("{} in {}", std::abs(constant), static_cast<const void*>(root.decision));
      if (root.decision == nullptr) length += fmt::format(" {}", root.expr);
    }
    // `first - last - length`: the length is taken away.
    if (sign > 0) use.order = flipped(use.order);
    use.begin = begins(use.comparison, apart, -sign);
    by_length_[fmt::format("{} {} {}", model_[use.comparison.expr].file, use.begin, length)].push_back(use);
  }

  /// Of `first - last - length`, where the first is taken `times` in the sum: is it the last that is compared with a
  /// window, as in `now >= first - length`? Then the window begins there.
  bool begins(const Comparison& comparison, const Sum& apart, std::int64_t times) const {
    bool last_is_now = false, first_is_now = false, last_alone = false;
    for (const auto& [key, term] : apart.terms) {
      if (!is_moment(model_[term.expr].type)) continue;
      if (term.times == times) {
        first_is_now = reads_now(term.expr);
        continue;
      }
      last_is_now = reads_now(term.expr);
      last_alone =
          key == key_of(model_, bare(model_, comparison.value)) || key == key_of(model_, bare(model_, comparison.end));
    }
    if (last_is_now != first_is_now) return last_is_now;
    return last_alone && subtracts(comparison);
  }

  /// `T - length`, on one of the sides.
  bool subtracts(const Comparison& comparison) const {
    for (const ExprId side : {comparison.value, comparison.end}) {
      const auto* apply = std::get_if<Apply>(&model_[bare(model_, side)].node);
      if (apply != nullptr && builtins()[apply->builtin].is_operator && builtins()[apply->builtin].name == "-")
        return true;
    }
    return false;
  }

  /// A range is written with brackets, or else as `within`.
  bool is_within(const Comparison& comparison) const {
    const auto* range = std::get_if<InRange>(&model_[comparison.expr].node);
    return range != nullptr &&
           !text_of(subject_, model_[comparison.expr].span).ends_with(range->high_closed ? "]" : ")");
  }

  bool reads_now(ExprId expr) const {
    bool found = false;
    walk(model_, expr, [&](ExprId each) { found = found || std::holds_alternative<NowRef>(model_[each].node); });
    return found;
  }
  bool reads_now(const Sum& apart) const {
    return std::ranges::any_of(apart.terms, [&](const auto& each) { return reads_now(each.second.expr); });
  }

  Span place_of(const Comparison& comparison) const { return model_[comparison.expr].span; }

  void judge(std::vector<Use>& uses, bool same_end) {
    std::ranges::sort(uses, {}, [](const Use& use) {
      return std::tuple(use.place.file, use.place.begin, use.place.end, is_upper(use.order));
    });
    const auto in = std::ranges::count_if(uses, ends_in);
    const auto out = std::ssize(uses) - in;
    if (in == 0 || out == 0) return;
    const bool odd = in < out || (in == out && !ends_in(uses.front()));  // What the odd ones say.
    for (const Use& use : uses) {
      if (ends_in(use) != odd) continue;
      const Use* other = opposite(uses, use, same_end);
      if (other != nullptr && told_.insert(use.place.begin | std::uint64_t{use.place.file} << 32).second) {
        tell(use, *other, same_end);
      }
    }
  }

  /// A use that does not go with this one.
  static const Use* opposite(const std::vector<Use>& uses, const Use& use, bool same_end) {
    for (const Use& other : uses) {
      if (ends_in(other) == ends_in(use) || other.place == use.place) continue;
      // One `within` before a moment and one after it: both have the moment in, and there is no other way to say it.
      if (use.within && other.within) continue;
      const bool neither = is_upper(other.order) != is_upper(use.order) && !holds_at_end(use.order);
      // Before, at, and after may be three things, unless it is time that goes by.
      if (same_end && neither && !use.reads_now) continue;
      return &other;
    }
    return nullptr;
  }

  void tell(const Use& use, const Use& other, bool same_end) {
    const std::string mine = "`" + words_of(subject_, use.comparison.expr) + "`";
    const std::string others = "`" + words_of(subject_, other.comparison.expr) + "`";
    const bool holds = holds_at_end(use.order), other_holds = holds_at_end(other.order);
    const bool opposites = same_end && is_upper(use.order) != is_upper(other.order);
    Finding finding{.lint = Lint::time_mixed_bounds, .place = use.place, .message = {}};
    if (!same_end) {
      finding.message =
          fmt::format("windows of one length {} differently: {} and {}", use.begin ? "begin" : "end", mine, others);
      finding.label = fmt::format("the {} instant is {}", use.begin ? "first" : "last", ends_in(use) ? "in" : "out");
      finding.labels.push_back({other.place, ends_in(other) ? "here it is in" : "here it is out"});
    } else if (!opposites) {
      finding.message = fmt::format("{} and {} differ at the very end", mine, others);
      finding.label = holds ? "the end itself is in" : "the end itself is out";
      finding.labels.push_back({other.place, other_holds ? "here it is in" : "here it is out"});
    } else {
      finding.message = fmt::format("{} hold{} at the very end: {} and {}", holds ? "both" : "neither of two",
                                    holds ? "" : "s", mine, others);
      finding.label = holds ? "holds there" : "does not hold there";
      finding.labels.push_back({other.place, holds ? "holds there as well" : "nor does this"});
    }
    finding.help.push_back(opposites
                               ? "let the end belong to one of them: `<=` beside `>`, or `<` beside `>=`"
                               : "let the end be in at both places, or out at both: `<=` and `>`, or `<` and `>=`");
    findings_.push_back(std::move(finding));
  }

  const Subject& subject_;
  const Model& model_;
  Findings& findings_;
  std::set<ExprId> seen_;
  std::set<std::uint64_t> told_;
  Uses by_end_, by_length_;
};

}  // namespace

void mixed_bounds(const Subject& subject, Findings& findings) { Finder(subject, findings).run(); }

}  // namespace writ::lint::time
