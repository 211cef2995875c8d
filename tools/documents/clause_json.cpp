#include "engine/facts/write_json.hpp"
#include "engine/facts/write_value.hpp"
#include "grammar/render.hpp"
#include "tools/documents/clause_report.hpp"

namespace writ::documents {
namespace {

class Writer {
 public:
  explicit Writer(const ClauseMap& map) : map_(map) {}

  std::string take() {
    out_ = "{\"sources\":[";
    each(map_.sources, [&](const MappedSource& source) { add(source); });
    out_ += "],\n\"findings\":[";
    each(map_.findings, [&](const Diagnostic& finding) { out_ += "\n  " + render_json(told(finding), *map_.texts); });
    out_ += "]}\n";
    return std::move(out_);
  }

 private:
  template <typename List, typename Add>
  void each(const List& list, Add add_one) {
    bool is_first = true;
    for (const auto& item : list) {
      if (!is_first) out_ += ',';
      is_first = false;
      add_one(item);
    }
  }

  void member(std::string_view name, std::string_view text) {
    if (out_.back() != '{') out_ += ',';
    append_json_text(out_, name);
    out_ += ':';
    append_json_text(out_, text);
  }

  void add(const MappedSource& source) {
    out_ += "\n {";
    member("file", source.path);
    if (!source.problem.empty()) member("problem", source.problem);
    if (!source.text.title.empty()) member("title", source.text.title);
    out_ += ",\"cited_as\":[";
    each(source.cited_as, [&](const CitedAs& cited) {
      const model::File& file = map_.model->files[cited.file];
      out_ += '{';
      member("file", file.name);
      member("name", file.sources[cited.source].name);
      out_ += '}';
    });
    const ClauseCounts counts = count_clauses(source);
    out_ += "],\"counts\":{\"clauses\":" + std::to_string(counts.clauses);
    out_ += ",\"cited\":" + std::to_string(counts.cited) + ",\"notes\":" + std::to_string(counts.notes);
    out_ += ",\"uncited\":" + std::to_string(counts.uncited) + ",\"untested\":" + std::to_string(counts.untested);
    out_ += "},\n  \"clauses\":[";
    for (std::size_t i = 0; i < source.clauses.size(); ++i) {
      if (i > 0) out_ += ',';
      add(source.text.clauses[i], source.clauses[i]);
    }
    out_ += "]}";
  }

  void add(const Clause& clause, const MappedClause& mapped) {
    out_ += "\n   {";
    member("anchor", clause.anchor);
    out_ += clause.note ? ",\"note\":true" : ",\"note\":false";
    member("place", place_of(*map_.texts, clause.place));
    member("text", clause.text);
    out_ += ",\"rules\":[";
    each(mapped.rules, [&](const CitingRule& rule) {
      out_ += '{';
      member("decision", map_.model->decisions[rule.rule.decision].name);
      member("rule", rule_name(*map_.model, rule.rule));
      member("place", place_of(*map_.texts, rule_place(*map_.model, rule.rule)));
      out_ += ",\"tests\":[";
      each(map_.exercises.tests_of(rule.rule), [&](std::uint32_t test) {
        out_ += '{';
        member("title", map_.model->tests[test].title);
        member("place", place_of(*map_.texts, map_.model->tests[test].span));
        out_ += '}';
      });
      out_ += "]}";
    });
    out_ += "]}";
  }

  const ClauseMap& map_;
  std::string out_;
};

}  // namespace

std::string clause_json(const ClauseMap& map) { return Writer(map).take(); }

}  // namespace writ::documents
