#include "tests/reference/lines/answer.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "tests/reference/horizon.hpp"
#include "tests/reference/lines/facts.hpp"
#include "tests/reference/lines/texts.hpp"

namespace writ::reference {
namespace {

using model::none;
using model::Outcome;

constexpr std::string_view not_as_declared = "{\"rejected\": \"not as declared\"}\n";

std::string quoted(std::string_view text) {
  std::string out;
  append_json_text(out, text);
  return out;
}

/// `["a", "b"]`, of texts that are JSON.
template <typename Range, typename Write>
std::string list_of(const Range& range, Write write) {
  std::string out = "[";
  for (const auto& each : range) {
    if (out.size() > 1) out += ", ";
    out += write(each);
  }
  return out + "]";
}

class Writer {
 public:
  Writer(const model::Model& model, const SourceSet& sources) : model_(model), sources_(sources) {}

  std::string error(const model::Decision* decision, const Error& error) const {
    std::string out = "{\"code\": " + quoted(id(error.failure.fault)) +
                      ", \"message\": " + quoted(writ::message(error.failure.fault));
    if (error.failure.expr != none) {
      const Span span = model_[error.failure.expr].span;
      const auto at = sources_[span.file].position(span.begin);
      out += ", \"place\": " + quoted(fmt::format("{}:{}:{}", sources_[span.file].name(), at.line, at.column));
    }
    if (error.decision != none) {
      decision = &model_.decisions[error.decision];
      out += ", \"decision\": " + quoted(decision->name);
    }
    if (error.rule != none) out += ", \"rule\": " + quoted(rule_of(*decision, error.rule).name);
    return out + "}";
  }

  static std::string message(const std::vector<MessageText>& texts) {
    if (texts.empty()) return {};
    if (texts.size() == 1) return ", \"message\": " + quoted(texts.front().text);
    std::string out;
    for (const auto& [language, text] : texts) {
      out += (out.empty() ? ", \"message\": {" : ", ") + quoted(language) + ": " + quoted(text);
    }
    return out + "}";
  }

  std::string decided(const model::Decision& decision, Verdict verdict, Evaluation& evaluation, std::int64_t now,
                      const std::optional<Horizon>& horizon) const {
    const model::File& file = model_.files[decision.file];
    const time::Zone& zone = file.zone ? *file.zone : *time::Zone::utc();
    const auto json = [&](Type type, const Value& value) {
      std::string text;
      append_json(text, model_, type, value, zone);
      return text;
    };
    const Type instant{Kind::instant};
    constexpr std::string_view outcomes[] = {"permitted", "forbidden", "referred", "decided", "undetermined"};

    std::string out = "\"decision\": " + quoted(decision.name) + ", \"now\": " + json(instant, number(now)) +
                      ", \"outcome\": " + quoted(outcomes[static_cast<std::size_t>(verdict.outcome)]);
    if (verdict.outcome == Outcome::decided) out += ", \"value\": " + json(decision.type, verdict.value);
    const auto name_of = [&](std::uint32_t rule) { return quoted(rule_of(decision, rule).name); };
    out += ", \"rules\": " + list_of(verdict.rules, name_of);

    std::vector<std::string> reasons;
    if (verdict.policy_not_in_force) {
      reasons.emplace_back("{\"rule\": \"policy_not_in_force\"}");
    } else if (verdict.outcome == Outcome::forbidden && verdict.rules.empty()) {
      reasons.emplace_back("{\"rule\": \"no_rule_permits\"}");
    }
    for (const std::uint32_t number : verdict.rules) {
      const model::Rule& rule = rule_of(decision, number);
      std::vector<Failure> failures;
      std::string reason = "{\"rule\": " + quoted(rule.name);
      if (rule.because) reason += message(evaluation.message(*rule.because, failures));
      for (const Failure& failure : failures) evaluation.list(verdict, {failure, number});
      if (!rule.cite.empty()) {
        reason += ", \"cite\": " + list_of(rule.cite, [&](const model::Citation& cite) {
                    return quoted(file.sources[cite.source].name + " " + cite.anchor);
                  });
      }
      reasons.push_back(reason + "}");
    }
    out += ", \"reasons\": " + list_of(reasons, [](const std::string& reason) { return reason; });

    const auto notice_of = [&](const Notice& notice) {
      const auto& declared = model_.notices[notice.notice];
      std::string text = "{\"name\": " + quoted(declared.name) + ", \"arguments\": {";
      for (std::size_t i = 0; i < notice.arguments.size(); ++i) {
        const auto& parameter = declared.parameters[i];
        text += (i > 0 ? ", " : "") + quoted(parameter.name) + ": " + json(parameter.type, notice.arguments[i]);
      }
      return text + "}}";
    };
    out += ", \"obligations\": " + list_of(verdict.obligations, notice_of);
    out += ", \"advice\": " + list_of(verdict.advice, notice_of);
    if (!verdict.errors.empty()) {
      out += ", \"errors\": " + list_of(verdict.errors, [&](const Error& each) { return error(&decision, each); });
    }

    std::string overridden;
    for (const model::ParameterId id : decision.parameters) {
      const auto& parameter = model_.parameters[id];
      if (!parameter.overridden) continue;
      overridden += (overridden.empty() ? "" : ", ") + quoted(parameter.name) + ": ";
      try {
        overridden += json(parameter.type, evaluation.value(parameter.value));
      } catch (const Failure&) {
        overridden += "null";
      }
    }
    if (!overridden.empty()) out += ", \"overridden\": {" + overridden + "}";
    if (!horizon) return out;
    const bool follows = horizon->follows == Follows::yes;
    const auto until = follows ? horizon->until_but_value : horizon->until;
    if (follows) out += ", \"follows_now\": true";
    return out + ", \"holds_until\": " + json(instant, until ? number(*until) : Value{});
  }

  std::string refused(const Refusal& refusal) const {
    std::string out = "{\"code\": " + quoted(refusal.undecided ? "F0116" : "F0115") +
                      ", \"requirement\": " + quoted(model_.requirements[refusal.requirement].name);
    out += message(refusal.because);
    if (refusal.undecided) out += ", \"errors\": [" + error(nullptr, {*refusal.undecided}) + "]";
    return out + "}";
  }

 private:
  const model::Model& model_;
  const SourceSet& sources_;
};

}  // namespace

std::vector<Refusal> refusals(const model::Model& model, const Facts& facts, Evaluation& evaluation) {
  std::vector<Refusal> all;
  bool all_shown = true;
  for (const bool narrows : {true, false}) {
    for (model::RequirementId id = 0; id < model.requirements.size() && (narrows || all_shown); ++id) {
      const auto& requirement = model.requirements[id];
      const bool needed =
          std::ranges::all_of(requirement.reads, [&](model::FactId fact) { return facts[fact].has_value(); });
      if (requirement.narrows != narrows || !needed) continue;
      try {
        if (evaluation.value(requirement.condition).truth()) continue;
        std::vector<Failure> failures;
        all.push_back({id, {}, evaluation.message(requirement.because, failures)});
      } catch (const Failure& failure) {
        all.push_back({id, failure, {}});
      }
    }
    if (narrows) all_shown = all.empty();
  }
  return all;
}

std::string answer(const model::Model& model, const SourceSet& sources, std::span<const model::DecisionId> decisions,
                   std::string_view text, const AnswerOptions& options) {
  const auto record = read_facts(model, decisions, text);
  if (!record) return std::string(not_as_declared);
  const Writer writer(model, sources);
  const auto as_it_is = [](const std::string& json) { return json; };
  Evaluation evaluation(model, record->facts, record->now);
  if (const auto broken = refusals(model, record->facts, evaluation); !broken.empty()) {
    return "{\"rejected\": " + list_of(broken, [&](const Refusal& each) { return writer.refused(each); }) + "}\n";
  }
  std::vector<std::string> all;
  for (const model::DecisionId id : decisions) {
    std::optional<Horizon> until;
    if (options.horizon) until = horizon(model, record->facts, record->now, id, {options.also_tried});
    all.push_back("{" + writer.decided(model.decisions[id], evaluation.decide(id), evaluation, record->now, until) +
                  "}");
  }
  return all.size() == 1 ? all.front() + "\n" : "{\"decisions\": " + list_of(all, as_it_is) + "}\n";
}

std::string comparable(std::string_view line) {
  const bool of_facts = line.starts_with("{\"rejected\": [") && line.find("\"pointer\": ") != std::string_view::npos;
  return std::string(of_facts ? not_as_declared : line);
}

}  // namespace writ::reference
