#include <algorithm>
#include <variant>

#include "grammar/print.hpp"
#include "grammar/print_printer.hpp"

namespace writ {

using layout::Part;
using layout::Parts;

namespace {

/// The order of the clauses of a header. Those of `use` follow behind an empty line.
constexpr std::string_view header_order[] = {"effective", "source", "timezone", "calendar", "owner"};

bool is_row_of_columns(const syntax::Declaration& declaration) {
  const auto* parameter = std::get_if<syntax::ParameterDecl>(&declaration.node);
  return std::holds_alternative<syntax::EnumDecl>(declaration.node) ||
         std::holds_alternative<syntax::FactDecl>(declaration.node) ||
         std::holds_alternative<syntax::DefineDecl>(declaration.node) ||
         std::holds_alternative<syntax::NoticeDecl>(declaration.node) || (parameter != nullptr && !parameter->dated);
}

/// Always of several lines, so that an empty one stands around it.
bool stands_alone(const syntax::Declaration& declaration) {
  return std::holds_alternative<syntax::RecordDecl>(declaration.node) ||
         std::holds_alternative<syntax::RequireDecl>(declaration.node) ||
         std::holds_alternative<syntax::CalendarDecl>(declaration.node) ||
         std::holds_alternative<syntax::DecisionDecl>(declaration.node) ||
         std::holds_alternative<syntax::InvariantDecl>(declaration.node) ||
         std::holds_alternative<syntax::TestDecl>(declaration.node);
}

/// Only those of one shape have the same columns.
int shape(const syntax::Declaration& declaration) {
  const auto* parameter = std::get_if<syntax::ParameterDecl>(&declaration.node);
  const auto* define = std::get_if<syntax::DefineDecl>(&declaration.node);
  return (parameter != nullptr && parameter->fixed) || (define != nullptr && define->type) ? 1 : 0;
}

}  // namespace

Printer::Printer(const Source& source, const syntax::File& file)
    : file_(file), source_(source.text()), reader_(source.text(), file.comments) {}

// ---- the header -------------------------------------------------------------------------------------------------

Part Printer::header() {
  const syntax::Header& header = file_.header;
  const Part start = row_start({});
  Parts parts{start, word(header.policy ? "policy" : "module"), document_.space(), compound(header.name.span)};
  if (header.title) {
    parts.push_back(document_.space());
    parts.push_back(word(header.title->span));
  }

  struct Clause {
    std::size_t rank;
    Part gap, part;
  };
  constexpr std::size_t use_rank = std::size(header_order);
  std::vector<Clause> clauses;
  std::size_t source = 0, uses = 0;
  const std::size_t comments = reader_.comments_read();
  std::vector<Columns> keywords, sources;
  const std::uint32_t end =
      file_.declarations.empty() ? static_cast<std::uint32_t>(source_.size()) : file_.declarations.front().span.begin;
  while (!failed_ && reader_.next() < end) {
    const std::string_view keyword = reader_.word();
    const auto* found = std::ranges::find(header_order, keyword);
    if (keyword == "use" && uses < header.uses.size()) {
      const Part gap = row_start({.first = uses == 0});
      clauses.push_back({use_rank, gap, use(header.uses[uses++])});
    } else if (found != std::end(header_order)) {
      const Part gap = hard();
      const Part above = own_comments();
      const Part part = header_clause(source, keywords.emplace_back(), sources.emplace_back());
      if (keywords.back().cells.empty()) keywords.pop_back();
      if (sources.back().cells.empty()) sources.pop_back();
      clauses.push_back({static_cast<std::size_t>(found - header_order), gap, all({above, part})});
    } else {
      failed_ = true;
    }
  }
  align(keywords);
  align(sources);
  // A comment that would document what it then stands before stays where it is.
  if (!reader_.read_doc_since(comments)) std::ranges::stable_sort(clauses, {}, &Clause::rank);
  bool behind_use = false;
  for (const Clause& clause : clauses) {
    const bool is_use = clause.rank == use_rank;
    if (is_use != behind_use) parts.push_back(document_.blank());
    behind_use = is_use;
    parts.push_back(is_use ? all({clause.gap, clause.part}) : indented({clause.gap, clause.part}));
  }
  return document_.all(parts);
}

Part Printer::header_clause(std::size_t& source, Columns& keywords, Columns& sources) {
  const syntax::Header& header = file_.header;
  const std::string_view keyword = reader_.word();
  if (keyword == "effective" && header.effective) return effective(*header.effective);
  const Part begin = cell(word(keyword), keywords);
  if (keyword == "source" && source < header.sources.size()) {
    const syntax::SourceClause& clause = header.sources[source++];
    const Part label = cell(name(clause.name), sources);
    const Part file = word(clause.file.span);
    Part below = 0;
    if (clause.effective) {
      const Part gap = hard();
      below = indented({gap, effective(*clause.effective)});
    }
    return all({begin, document_.space(), label, document_.space(), file, below});
  }
  Span value{};
  if (keyword == "timezone" && header.timezone) value = header.timezone->span;
  if (keyword == "calendar" && header.calendar) value = header.calendar->span;
  if (keyword == "owner" && header.owner) value = header.owner->span;
  return all({begin, document_.space(), word(value)});
}

Part Printer::use(const syntax::Use& use) {
  Parts parts{word("use"), document_.space(), compound(use.name.span)};
  if (use.alias) {
    parts.push_back(document_.space());
    parts.push_back(word("as"));
    parts.push_back(document_.space());
    parts.push_back(name(*use.alias));
  }
  return document_.all(parts);
}

// ---- the file ---------------------------------------------------------------------------------------------------

std::string Printer::file() {
  layout::Paper paper;
  paper.write(document_, header());
  document_.clear();

  // Neighbours of one line that stand in columns wait for each other.
  Parts run;
  std::vector<Columns> rows;
  const auto end_run = [&] {
    align(rows);
    paper.write(document_, document_.all(run));
    run.clear();
    rows.clear();
    document_.clear();
  };
  const syntax::Declaration* last = nullptr;
  for (const syntax::Declaration& each : file_.declarations) {
    if (failed_) return {};
    const bool same_kind = last != nullptr && last->node.index() == each.node.index();
    const bool joins = !rows.empty() && same_kind && shape(each) == shape(*last) && is_row_of_columns(each) &&
                       !reader_.has_own_comment() && !reader_.blank_before_word();
    if (!joins) end_run();
    const Part gap = row_start({.first = false, .needs_blank = !same_kind || stands_alone(each)});
    Columns columns;
    const Part part = declaration(each, columns);
    run.insert(run.end(), {gap, part});
    if (is_row_of_columns(each) && document_.fits(part)) {
      columns.row = part;
      rows.push_back(std::move(columns));
    } else {
      // It is in nobody's column, and ends those before it.
      end_run();
    }
    last = &each;
  }
  end_run();
  paper.write(document_, row_start({.first = false}));
  if (failed_ || !reader_.done()) return {};
  return paper.take();
}

std::string print(const Source& source, const syntax::File& file) { return Printer(source, file).file(); }

}  // namespace writ
