#include "tools/report/explanation_text.hpp"

#include <algorithm>
#include <string_view>

#include "tools/report/causes.hpp"
#include "tools/report/explanation_tree.hpp"
#include "tools/report/why_not.hpp"

namespace writ {
namespace {

using Decided = Explanation::Decided;
using Rule = Explanation::Rule;
using Verdict = Explanation::Rule::Verdict;

Tint tint_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::permitted:
    case Outcome::decided: return Tint::good;
    case Outcome::forbidden:
    case Outcome::rejected: return Tint::bad;
    case Outcome::referred:
    case Outcome::undetermined: break;
  }
  return Tint::doubtful;
}

class Writer {
 public:
  Writer(const Explanation& explanation, const ExplanationTextOptions& options)
      : explanation_(explanation), options_(options), tree_(explanation, options), lines_(tree_.lines()) {}

  std::string write() {
    if (explanation_.rejected()) {
      rejected();
    } else if (!explanation_.decisions.empty()) {
      decided(explanation_.decisions.front());
    }
    if (explanation_.cut) {
      lines_.add({.text = "more was evaluated than is told: conditions are missing here", .tint = Tint::doubtful});
    }
    if (explanation_.why_not && options_.rule.empty()) why_not(*explanation_.why_not);
    return lines_.take();
  }

 private:
  /// What would permit it, wrapped like the rest.
  void why_not(const WhyNot& why_not) {
    std::string text;
    append_why_not_text(text, why_not, "");
    lines_.blank();
    for (std::string_view rest = text; !rest.empty();) {
      std::string_view line = rest.substr(0, rest.find('\n'));
      rest.remove_prefix(std::min(rest.size(), line.size() + 1));
      const std::size_t indent = std::min(line.find_first_not_of(' '), line.size());
      lines_.add({.indent = indent, .text = line.substr(indent)});
    }
  }

  void rejected() {
    lines_.add({.text = "rejected", .tint = Tint::bad});
    for (const Decision::Rejection& rejection : explanation_.rejections) {
      if (rejection.requirement.empty()) {
        lines_.add({.indent = 2,
                    .mark = "✗",
                    .mark_tint = Tint::bad,
                    .text = "error[" + rejection.code +
                            "]: " + (rejection.pointer.empty() ? "the record" : rejection.pointer) + ": expected " +
                            rejection.expected + ", found " + rejection.found});
      }
    }
    for (const Explanation::Condition& condition : explanation_.conditions) {
      const bool failed = condition.node.state == Explanation::Node::State::error;
      lines_.add({2, failed ? "!" : "✗", failed ? Tint::doubtful : Tint::bad,
                  "require " + condition.name + (failed ? "  cannot be checked" : "  does not hold"), Tint::strong,
                  tree_.place(condition.place)});
      for (const Decision::Message& message : condition.messages) lines_.add({.indent = 4, .text = message.text});
      tree_.condition(condition.node, 4, options_.unfold);
    }
  }

  void decided(const Decided& decided) {
    std::string outcome = decided.outcome == Outcome::decided ? decided.value.text : name(decided.outcome);
    if (decided.outcome == Outcome::referred) outcome += ": a person decides";
    lines_.add({.text = decided.name + ": " + outcome, .tint = tint_of(decided.outcome)});
    lines_.add({.text = "at " + explanation_.now_shown.text + " (" + explanation_.zone + ")" + horizon(),
                .tint = Tint::faint});
    for (const Decision::Failure* cause : causes(explanation_)) {
      lines_.add({.text = "because " + cause->code + (cause->place.empty() ? "" : " at " + cause->place) + ": " +
                          cause->message,
                  .tint = Tint::doubtful});
    }
    lines_.blank();
    if (!options_.rule.empty()) return one_rule(decided);
    if (!decided.reason.empty()) lines_.add({.indent = 0, .text = decided.reason, .tint = Tint::strong});
    if (decided.in_force && (options_.verbose || decided.in_force->decisive)) {
      lines_.label("dates");
      tree_.condition(*decided.in_force, 7, options_.unfold);
    }
    for (const Rule& rule : decided.rules) {
      if (is_told(rule)) tree_.rule(rule, 0, options_.unfold);
    }
    for (const Explanation::Notice& notice : decided.notices) this->notice(notice);
    for (const Decision::Failure& failure : decided.failures) {
      if (!is_told(decided, failure)) tree_.failure(failure, 0);
    }
    if (!options_.verbose) others(decided);
  }

  void one_rule(const Decided& decided) {
    for (const Rule& rule : decided.rules) {
      if (rule.name == options_.rule) tree_.rule(rule, 0, options_.unfold);
    }
  }

  std::string horizon() const {
    std::string text;
    if (!explanation_.holds_until) {
      text = ", holds for ever";
    } else {
      text =
          (explanation_.holds_at_least ? ", holds at least until " : ", holds until ") + explanation_.holds_until->text;
    }
    return explanation_.follows_now ? text + "; the value moves with now" : text;
  }

  void notice(const Explanation::Notice& notice) {
    if (!notice.given && !options_.verbose) return;
    std::string text = notice.obligation ? "obliges " : "advises ";
    if (!notice.given) text = notice.obligation ? "does not oblige " : "does not advise ";
    text += notice.name;
    for (std::size_t i = 0; i < notice.arguments.size(); ++i) {
      text += (i == 0 ? "(" : ", ") + notice.arguments[i].name + ": " + notice.arguments[i].value.text;
    }
    if (!notice.arguments.empty()) text += ")";
    lines_.add({0, "→", Tint::plain, text, Tint::plain, tree_.place(notice.place)});
    tree_.clauses(notice.effective, notice.unless, notice.when, 2, options_.verbose ? options_.unfold : 0);
  }

  /// An error is told even where it changed nothing.
  bool is_told(const Rule& rule) const { return options_.verbose || rule.decisive || rule.verdict == Verdict::failed; }

  /// The rule that failed says it itself, as does a decision that is used, where that is opened.
  bool is_told(const Decided& decided, const Decision::Failure& failure) const {
    if (!failure.decision.empty() && options_.unfold > 0) return true;
    return std::ranges::any_of(decided.rules, [&](const Rule& rule) {
      return is_told(rule) && rule.failure && rule.failure->code == failure.code &&
             rule.failure->place == failure.place;
    });
  }

  /// A line for each kind of verdict that decided nothing.
  void others(const Decided& decided) {
    struct Kind {
      Verdict verdict;
      std::string_view words;
    };
    constexpr Kind kinds[] = {
        {Verdict::applies, "applies"},
        {Verdict::outweighed, "applies, but is outweighed"},
        {Verdict::overridden, "applies, but is overridden"},
        {Verdict::not_in_force, "not in force"},
        {Verdict::does_not_apply, "does not apply"},
        {Verdict::not_looked_at, "not looked at"},
    };
    bool first = true;
    for (const Kind& kind : kinds) {
      std::string names;
      for (const Rule& rule : decided.rules) {
        if (rule.decisive || rule.verdict != kind.verdict) continue;
        names += names.empty() ? "" : ", ";
        names += rule.name;
        if (rule.verdict == Verdict::overridden) {
          for (std::size_t i = 0; i < rule.by.size(); ++i) names += (i == 0 ? " (by " : ", ") + rule.by[i];
          names += ")";
        }
      }
      if (names.empty()) continue;
      if (first) lines_.blank();
      first = false;
      lines_.add({.text = std::string(kind.words) + ": " + names, .tint = Tint::faint});
    }
  }

  const Explanation& explanation_;
  ExplanationTextOptions options_;
  ExplanationTree tree_;
  TextLines& lines_;
};

}  // namespace

std::string explanation_text(const Explanation& explanation, const ExplanationTextOptions& options) {
  return Writer(explanation, options).write();
}

std::string rule_text(const Explanation& explanation, const Explanation::Rule& rule, std::size_t indent,
                      const ExplanationTextOptions& options) {
  ExplanationTree tree(explanation, options);
  tree.rule(rule, indent, options.unfold);
  return tree.lines().take();
}

std::string condition_text(const Explanation& explanation, const Explanation::Node& condition, std::size_t indent,
                           const ExplanationTextOptions& options) {
  ExplanationTree tree(explanation, options);
  tree.condition(condition, indent, options.unfold);
  return tree.lines().take();
}

}  // namespace writ
