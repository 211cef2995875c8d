#include "tools/report/facts_html.hpp"

#include <algorithm>
#include <vector>

#include "engine/facts/json_pointer.hpp"
#include "engine/facts/write_json.hpp"
#include "tools/report/html.hpp"

namespace writ {
namespace {

using Node = Explanation::Node;

/// Of a longer list, its first elements and those that were read are shown, and no more than this.
constexpr std::uint64_t first_elements = 20, most_elements = 100;

// ---- what was read ----------------------------------------------------------------------------------------------

class Reads {
 public:
  explicit Reads(const Explanation& explanation) : explanation_(explanation) {}

  FactsRead collect() {
    for (const auto& decided : explanation_.decisions) {
      for (const auto& rule : decided.rules) {
        for (const auto* clause : {&rule.effective, &rule.unless, &rule.when, &rule.value}) {
          if (*clause) node(**clause, false);
        }
      }
      for (const auto& notice : decided.notices) {
        for (const auto* clause : {&notice.effective, &notice.unless, &notice.when}) {
          if (*clause) node(**clause, false);
        }
      }
    }
    for (const auto& definition : explanation_.definitions) node(definition.body, false);
    for (const auto& condition : explanation_.conditions) node(condition.node, true);
    if (!explanation_.decisions.empty()) rules(0);
    return std::move(reads_);
  }

 private:
  void node(const Node& each, bool decisive) {
    if (each.state == Node::State::not_evaluated) return;
    if (!each.pointer.empty()) {
      reads_.read.insert(each.pointer);
      if (decisive) reads_.decided.insert(each.pointer);
    }
    for (const Node& part : each.parts) {
      if (!decisive || part.decisive) node(part, decisive);
    }
    for (const auto& element : each.elements) {
      if (decisive && !element.decisive) continue;
      for (const Node& part : element.parts) node(part, decisive && part.decisive);
    }
    if (!decisive) return;
    if (each.definition != Explanation::none && definitions_.insert(each.definition).second) {
      node(explanation_.definitions[each.definition].body, true);
    }
    if (each.decision != Explanation::none) rules(each.decision);
  }

  /// Follows what decided, from the rules that did.
  void rules(std::uint32_t decision) {
    if (!decisions_.insert(decision).second) return;
    for (const auto& rule : explanation_.decisions[decision].rules) {
      if (!rule.decisive) continue;
      for (const auto* clause : {&rule.effective, &rule.unless, &rule.when, &rule.value}) {
        if (*clause && (*clause)->decisive) node(**clause, true);
      }
    }
  }

  const Explanation& explanation_;
  FactsRead reads_;
  std::set<std::uint32_t> definitions_, decisions_;
};

// ---- tables -----------------------------------------------------------------------------------------------------

class Tables {
 public:
  Tables(const model::Model& model, const ValueWriter& values, const FactsRead& marks, std::string_view language)
      : schema_(model.schema), values_(values), marks_(marks), language_(language) {}

  void fact(const model::Fact& fact, const Slot* slots) {
    std::string pointer;
    append_pointer_member(pointer, fact.spelling);
    out_ += "<section>\n<h3><code>";
    append_html(out_, fact.name);
    out_ += "</code></h3>\n";
    const Type type = fact.type;
    if (type.is_list() || type.present().is(Kind::record)) {
      value(type, slots, pointer);
    } else {
      out_ += "<p>";
      marked("span", pointer, [&] { value(type, slots, pointer); });
      out_ += "</p>\n";
    }
    out_ += "</section>\n";
  }

  std::string take() { return std::move(out_); }

 private:
  template <typename Write>
  void marked(std::string_view tag, const std::string& pointer, Write write) {
    out_.append("<").append(tag);
    if (marks_.decided.contains(pointer)) {
      out_ += " class=\"decided-by\" title=\"decided\"";
    } else if (marks_.read.contains(pointer)) {
      out_ += " class=\"was-read\" title=\"read\"";
    }
    out_ += ">";
    write();
    out_.append("</").append(tag).append(">");
  }

  /// A value in a row, its presence first where the type is optional.
  void value(Type type, const Slot* slots, const std::string& pointer) {
    if (type.optional && slots++->number == 0) {
      out_ += "<span class=\"faint\">absent</span>";
    } else if (type.is_list()) {
      list(type.element(), *slots->list, pointer);
    } else if (type.is(Kind::record) || type.present().is(Kind::record)) {
      record(schema_.records[type.id], slots, pointer);
    } else {
      std::string text;
      values_.append_for_people(text, type.present(), *slots, language_);
      append_html(out_, text);
    }
  }

  void record(const RecordInfo& info, const Slot* row, const std::string& pointer) {
    out_ += "<table class=\"facts\">\n";
    for (const FieldInfo& field : info.fields) {
      const std::string at = member(pointer, field.spelling);
      out_ += "<tr><th scope=\"row\">";
      append_html(out_, field.name);
      if (field.fixed) out_ += " <span class=\"faint\" title=\"nobody can change it now\">fixed</span>";
      out_ += "</th>";
      marked("td", at, [&] { value(field.type, row + field.offset, at); });
      out_ += "</tr>\n";
    }
    out_ += "</table>\n";
  }

  void list(Type element, const List& list, const std::string& pointer) {
    if (list.count == 0) {
      out_ += "<span class=\"faint\">none</span>";
      return;
    }
    const std::uint32_t width = schema_.slots(element);
    const std::vector<std::uint64_t> shown = shown_of(list.count, pointer);
    if (!element.is(Kind::record)) {
      for (std::size_t i = 0; i < shown.size(); ++i) {
        if (i > 0) out_ += ", ";
        const std::string at = pointer + "/" + std::to_string(shown[i]);
        marked("span", at, [&] { value(element, list.rows + shown[i] * width, at); });
      }
    } else {
      const RecordInfo& info = schema_.records[element.id];
      out_ += "<div class=\"wide\"><table class=\"facts\">\n<tr><th></th>";
      for (const FieldInfo& field : info.fields) {
        out_ += "<th scope=\"col\">";
        append_html(out_, field.name);
        out_ += "</th>";
      }
      out_ += "</tr>\n";
      for (const std::uint64_t index : shown) {
        const std::string at = pointer + "/" + std::to_string(index);
        out_ += "<tr><th scope=\"row\">" + std::to_string(index) + "</th>";
        for (const FieldInfo& field : info.fields) {
          const std::string cell = member(at, field.spelling);
          marked("td", cell, [&] { value(field.type, list.rows + index * width + field.offset, cell); });
        }
        out_ += "</tr>\n";
      }
      out_ += "</table></div>\n";
    }
    if (shown.size() < list.count) {
      out_ += "<p class=\"faint\">and " + std::to_string(list.count - shown.size()) + " more</p>\n";
    }
  }

  std::vector<std::uint64_t> shown_of(std::uint64_t count, const std::string& pointer) const {
    std::set<std::uint64_t> shown;
    for (std::uint64_t i = 0; i < std::min(count, first_elements); ++i) shown.insert(i);
    for (const auto* marks : {&marks_.decided, &marks_.read}) {
      const std::string prefix = pointer + "/";
      for (auto at = marks->lower_bound(prefix); at != marks->end() && at->starts_with(prefix); ++at) {
        if (shown.size() >= most_elements) break;
        const std::uint64_t index = std::strtoull(at->c_str() + prefix.size(), nullptr, 10);
        if (index < count) shown.insert(index);
      }
    }
    return {shown.begin(), shown.end()};
  }

  static std::string member(std::string pointer, std::string_view name) {
    append_pointer_member(pointer, name);
    return pointer;
  }

  const Schema& schema_;
  const ValueWriter& values_;
  const FactsRead& marks_;
  std::string_view language_;
  std::string out_;
};

}  // namespace

FactsRead facts_read(const Explanation& explanation) { return Reads(explanation).collect(); }

std::string facts_html(const Program& program, model::DecisionId decision, const Slot* row, const FactsRead& marks,
                       std::string_view language) {
  const model::Model& model = *program.model;
  const model::File& file = model.files[model.decisions[decision].file];
  const auto zone = file.zone ? file.zone : time::Zone::utc();
  const ValueWriter values(model.schema, *zone);
  Tables tables(model, values, marks, language);
  for (const model::FactId fact : model.decisions[decision].needs) {
    tables.fact(model.facts[fact], row + program.fact_offsets[fact]);
  }
  return tables.take();
}

}  // namespace writ
