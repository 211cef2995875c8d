// A condition with a figure of its own, where a parameter would have a name, a comment and a date.

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "engine/value/time/civil.hpp"
#include "engine/value/time/period.hpp"
#include "tools/lint/time/moments.hpp"
#include "tools/lint/walk.hpp"

namespace writ::lint::policy {

using namespace model;

namespace {

class Finder {
 public:
  Finder(const Subject& subject, Findings& findings)
      : subject_(subject),
        model_(subject.model),
        findings_(findings),
        exempt_(subject.settings.words(Lint::policy_bare_number, "exempt")) {}

  void run() {
    for_each_expr(model_, [&](ExprId expr, const Root& root) {
      const bool counts = root.purpose == Purpose::when || root.purpose == Purpose::unless ||
                          root.purpose == Purpose::define || root.purpose == Purpose::value;
      if (!counts || !seen_.insert(expr).second) return;
      for (const time::Comparison& each : time::comparisons(model_, expr)) {
        sides(each.value, each.end);
        sides(each.end, each.value);
      }
      const auto* equal = std::get_if<Equal>(&model_[expr].node);
      if (equal == nullptr) return;
      if (is_count(equal->left)) sides(equal->left, equal->right);
      if (is_count(equal->right)) sides(equal->right, equal->left);
    });
  }

 private:
  /// What is compared, and what with.
  void sides(ExprId value, ExprId figure) {
    const Type type = model_[value].type;
    if (type.is(Kind::integer) || type.is(Kind::decimal) || type.is(Kind::money)) {
      const ExprId literal = bare(model_, figure);
      if (is_literal(literal) && !is_literal(bare(model_, value)) && !names_a_day(value)) number(literal);
    } else if (type.is(Kind::instant) || type.is(Kind::duration)) {
      length(figure);
    }
  }

  bool is_literal(ExprId expr) const { return std::holds_alternative<Constant>(model_[expr].node); }

  /// `weekday(day) is 6`: what it is counted by is no figure of a policy.
  bool names_a_day(ExprId expr) const {
    const auto* apply = std::get_if<Apply>(&model_[bare(model_, expr)].node);
    return apply != nullptr && apply->arguments.size() == 1 && builtins()[apply->builtin].name != "size" &&
           model_[apply->arguments[0]].type.is(Kind::date);
  }

  /// How many there are, or what they come to, by itself or under the name of a definition.
  bool is_count(ExprId expr) const {
    expr = bare(model_, expr);
    if (const auto* define = std::get_if<DefineRef>(&model_[expr].node)) {
      expr = bare(model_, model_.defines[define->define].body);
    }
    if (const auto* apply = std::get_if<Apply>(&model_[expr].node)) return builtins()[apply->builtin].name == "size";
    const auto* aggregate = std::get_if<Aggregate>(&model_[expr].node);
    return aggregate != nullptr &&
           (aggregate->kind == syntax::AggregateKind::count || aggregate->kind == syntax::AggregateKind::sum);
  }

  void number(ExprId literal) {
    const Expr& e = model_[literal];
    const std::int64_t one = e.type.is(Kind::integer) ? 1 : 1'000'000;
    const std::int64_t value = std::get<Constant>(e.node).value;
    if (value == 0 || value == one) return;
    tell(literal, model_.schema.type_name(e.type));
  }

  /// The lengths of time that stand among what is added up.
  void length(ExprId expr) {
    expr = bare(model_, expr);
    const Expr& e = model_[expr];
    if (const auto* apply = std::get_if<Apply>(&e.node); apply != nullptr && apply->arguments.size() == 2) {
      const Builtin& builtin = builtins()[apply->builtin];
      if (!builtin.is_operator || (builtin.name != "+" && builtin.name != "-")) return;
      length(apply->arguments[0]);
      length(apply->arguments[1]);
    } else if (const auto* constant = std::get_if<Constant>(&e.node)) {
      // The grain of a clock is no figure of a policy, nor is the next day.
      if (e.type.is(Kind::duration) && std::abs(constant->value) >= writ::time::minute) tell(expr, "Duration");
      if (e.type.is(Kind::period) && writ::time::Period::unpack(constant->value).count > 1) tell(expr, "Period");
    }
  }

  void tell(ExprId literal, const std::string& type) {
    const std::string written = text_of(subject_, model_[literal].span);
    if (std::ranges::find(exempt_, written) != exempt_.end()) return;
    findings_.push_back({
        .lint = Lint::policy_bare_number,
        .place = model_[literal].span,
        .message = fmt::format("`{}` is a figure of the policy without a name", written),
        .help = {fmt::format("declare it, so that it can be explained, dated and set: `parameter NAME : {} = {}`", type,
                             written)},
    });
  }

  const Subject& subject_;
  const Model& model_;
  Findings& findings_;
  const std::vector<std::string>& exempt_;
  std::set<ExprId> seen_;
};

}  // namespace

void bare_number(const Subject& subject, Findings& findings) { Finder(subject, findings).run(); }

}  // namespace writ::lint::policy
