#include "engine/api/load.hpp"

#include <algorithm>

#include "engine/value/names.hpp"
#include "grammar/limit_help.hpp"
#include "grammar/parse.hpp"

namespace writ {
namespace {

std::string listed(const std::vector<std::string_view>& names) {
  constexpr std::size_t shown = 10;
  std::string text;
  for (std::size_t i = 0; i < std::min(shown, names.size()); ++i) {
    if (i > 0) text += ", ";
    text += names[i];
  }
  if (names.size() > shown) text += ", … (" + std::to_string(names.size()) + " in all)";
  return text;
}

/// Says it once, at the first that is too many.
void refuse_many_rules(const std::vector<syntax::File>& files, std::uint32_t most, Diagnostics& diagnostics) {
  std::size_t rules = 0;
  for (const syntax::File& file : files) {
    for (const syntax::Declaration& declaration : file.declarations) {
      const auto* decision = std::get_if<syntax::DecisionDecl>(&declaration.node);
      if (decision == nullptr) continue;
      const std::size_t before = rules;
      rules += decision->rules.size();
      if (rules <= most) continue;
      diagnostics.push_back({Code::beyond_limits,
                             decision->rules[most - before].span,
                             "there are more than " + std::to_string(most) + " rules",
                             {},
                             {},
                             {how_to_raise("rules")},
                             {}});
      return;
    }
  }
}

void append(Diagnostics& all, Diagnostics more) { std::ranges::move(more, std::back_inserter(all)); }

}  // namespace

Loaded load(std::vector<NamedText> texts, std::span<const ParameterText> parameters,
            std::span<const QuestionText> questions, const Limits& limits) {
  const auto sources = std::make_shared<SourceSet>();
  Loaded loaded;
  loaded.sources = sources;
  loaded.limits = limits;
  const auto parsed_files = std::make_shared<std::vector<syntax::File>>();
  std::vector<syntax::File>& files = *parsed_files;
  loaded.files = parsed_files;
  for (NamedText& text : texts) {
    Parsed parsed = parse(*sources, sources->add(std::move(text.name), std::move(text.text)), limits);
    files.push_back(std::move(parsed.file));
    append(loaded.diagnostics, std::move(parsed.diagnostics));
  }
  std::vector<ParsedExpression> values;
  std::vector<ParameterOverride> overrides;
  for (const ParameterText& parameter : parameters) {
    const FileId name = sources->add("--set", parameter.name);
    const FileId value = sources->add("--set " + parameter.name, parameter.value);
    values.push_back(parse_expression(*sources, value, limits));
    append(loaded.diagnostics, std::move(values.back().diagnostics));
    const Span name_span{name, 0, static_cast<std::uint32_t>(parameter.name.size())};
    if (values.back().expression) overrides.push_back({parameter.name, name_span, values.back().expression.get()});
  }
  std::vector<ParsedExpression> conditions;
  std::vector<Question> asked;
  for (const QuestionText& question : questions) {
    const FileId text = sources->add(question.option, question.text);
    const FileId scope = sources->add("--policy", question.scope);
    conditions.push_back(parse_expression(*sources, text, limits));
    append(loaded.diagnostics, std::move(conditions.back().diagnostics));
    const Span scope_span{scope, 0, static_cast<std::uint32_t>(question.scope.size())};
    asked.push_back({question.text, conditions.back().expression.get(), question.scope, scope_span});
  }
  refuse_many_rules(files, limits.rules, loaded.diagnostics);
  Checked checked = check(*sources, files, overrides, asked);
  append(loaded.diagnostics, std::move(checked.diagnostics));
  std::ranges::stable_sort(loaded.diagnostics, [](const Diagnostic& a, const Diagnostic& b) {
    return a.place.file != b.place.file ? a.place.file < b.place.file : a.place.begin < b.place.begin;
  });
  if (!has_errors(loaded.diagnostics)) loaded.model = std::move(checked.model);
  return loaded;
}

std::shared_ptr<const model::Model> whole_model(std::shared_ptr<const model::Model> model, const SourceSet& sources,
                                                const Limits& limits) {
  if (!model->exprs.empty()) return model;
  std::vector<NamedText> texts;
  for (FileId file = 0; file < sources.size(); ++file) {
    texts.push_back({sources[file].name(), std::string(sources[file].text())});
  }
  return load(std::move(texts), {}, {}, limits).model;
}

FoundDecision find_decision(const model::Model& model, std::string_view name) {
  if (const auto exact = model.decision(name)) return {*exact, {}, {}};
  std::vector<std::string_view> names, ends, alike;
  FoundDecision found;
  for (model::DecisionId i = 0; i < model.decisions.size(); ++i) {
    const std::string_view qualified = model.decisions[i].name;
    names.push_back(qualified);
    ends.push_back(unqualified(qualified));
    if (ends.back() != name) continue;
    alike.push_back(qualified);
    found.decision = i;
  }
  if (alike.size() == 1) return found;
  found.decision = model::none;
  if (alike.size() > 1) {
    found.problem = "there are several decisions `" + std::string(name) + "`";
    found.help = "say which: " + listed(alike);
    return found;
  }
  found.problem = "there is no decision `" + std::string(name) + "`";
  auto near = near_miss(name, names);
  if (!near) near = near_miss(unqualified(name), ends);
  if (near) {
    found.help = "did you mean `" + std::string(*near) + "`?";
  } else {
    found.help = names.empty() ? "these files declare none" : "there are: " + listed(names);
  }
  return found;
}

}  // namespace writ
