#include "tools/documents/clause_map.hpp"

#include <algorithm>
#include <unordered_map>

namespace writ::documents {
namespace {

using model::Citation;
using model::DecisionId;
using model::Model;

const model::Rule& rule_of(const model::Decision& decision, std::uint32_t number) {
  return number == decision.rules.size() ? *decision.otherwise : decision.rules[number];
}

std::vector<RuleId> rules_of(const Model& model) {
  std::vector<RuleId> result;
  for (DecisionId id = 0; id < model.decisions.size(); ++id) {
    const model::Decision& decision = model.decisions[id];
    const auto rules = static_cast<std::uint32_t>(decision.rules.size() + (decision.otherwise ? 1 : 0));
    for (std::uint32_t i = 0; i < rules; ++i) result.push_back({id, false, i});
    for (std::uint32_t i = 0; i < decision.alsos.size(); ++i) result.push_back({id, true, i});
  }
  return result;
}

/// Where the anchors of each source are; the first, where one stands twice.
using AnchorIndex = std::vector<std::unordered_map<std::string_view, std::size_t>>;

AnchorIndex index_anchors(const std::vector<MappedSource>& sources) {
  AnchorIndex result(sources.size());
  for (std::size_t i = 0; i < sources.size(); ++i) {
    const auto& clauses = sources[i].text.clauses;
    for (std::size_t at = 0; at < clauses.size(); ++at) result[i].try_emplace(clauses[at].anchor, at);
  }
  return result;
}

void unite(std::vector<std::uint32_t>& all, const std::vector<std::uint32_t>& more) {
  std::vector<std::uint32_t> united;
  std::ranges::set_union(all, more, std::back_inserter(united));
  all = std::move(united);
}

std::string_view file_name(std::string_view path) { return path.substr(path.rfind('/') + 1); }

std::string_view without_ending(std::string_view name) { return name.substr(0, name.rfind('.')); }

}  // namespace

std::string rule_name(const Model& model, RuleId rule) {
  const model::Decision& decision = model.decisions[rule.decision];
  if (rule.is_also) return "also " + model.notices[decision.alsos[rule.number].call.notice].name;
  return rule_of(decision, rule.number).name;
}

const std::vector<Citation>& citations(const Model& model, RuleId rule) {
  const model::Decision& decision = model.decisions[rule.decision];
  return rule.is_also ? decision.alsos[rule.number].cite : rule_of(decision, rule.number).cite;
}

Span rule_place(const Model& model, RuleId rule) {
  const model::Decision& decision = model.decisions[rule.decision];
  return rule.is_also ? decision.alsos[rule.number].call.span : rule_of(decision, rule.number).name_span;
}

ClauseMap map_clauses(const Loaded& loaded, const SourceDocuments& documents, Exercises exercises) {
  const auto texts = std::make_shared<SourceSet>();
  for (FileId file = 0; file < loaded.sources->size(); ++file) {
    const Source& source = (*loaded.sources)[file];
    texts->add(source.name(), std::string(source.text()));
  }
  const auto kept = std::make_shared<const Loaded>(loaded);  // What was written points into its texts.
  ClauseMap map{loaded.model, texts, {kept, kept->files.get()}, std::move(exercises), {}, {}};
  for (const SourceDocumentText& document : documents.documents) {
    MappedSource source{document.path, document.problem, {}, {}, {}};
    if (source.problem.empty()) source.text = read_source(*texts, texts->add(document.path, document.text));
    source.clauses.resize(source.text.clauses.size());
    map.sources.push_back(std::move(source));
  }
  for (model::FileIndex file = 0; file < documents.of_file.size(); ++file) {
    const auto& of_file = documents.of_file[file];
    for (std::uint32_t source = 0; source < of_file.size(); ++source) {
      map.sources[of_file[source]].cited_as.push_back({file, source});
    }
  }

  const AnchorIndex index = index_anchors(map.sources);
  for (const RuleId rule : rules_of(*map.model)) {
    const auto& of_file = documents.of_file[map.model->decisions[rule.decision].file];
    for (const Citation& citation : citations(*map.model, rule)) {
      const std::size_t source = of_file[citation.source];
      const auto found = index[source].find(citation.anchor);
      if (found == index[source].end()) continue;
      MappedClause& clause = map.sources[source].clauses[found->second];
      if (!clause.rules.empty() && clause.rules.back().rule == rule) continue;
      clause.rules.push_back({rule, citation.span});
      unite(clause.tests, map.exercises.tests_of(rule));
    }
  }
  return map;
}

bool keep_source(ClauseMap& map, std::string_view name) {
  const auto is_other = [&](const MappedSource& source) {
    const std::string_view file = file_name(source.path);
    if (source.path == name || file == name || without_ending(file) == name) return false;
    return std::ranges::none_of(source.cited_as, [&](const CitedAs& cited) {
      return map.model->files[cited.file].sources[cited.source].name == name;
    });
  };
  if (std::ranges::all_of(map.sources, is_other)) return false;
  std::erase_if(map.sources, is_other);
  return true;
}

}  // namespace writ::documents
