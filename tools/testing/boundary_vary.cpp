#include "tools/testing/boundary_vary.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/value/names.hpp"

namespace writ::testing {

using namespace model;
using NodeKind = TraceNode::Kind;

namespace {

/// As many elements as a list in a test may grow to, for an author to read.
constexpr std::int64_t most_elements = 20;
constexpr std::size_t longest_line = 100;

/// Values in a row, with their types.
struct Place {
  Type type;
  const Slot* slots = nullptr;
};

class Writer {
 public:
  Writer(const Givens& givens, const LiteralWriter& literals, const Varied& varied)
      : givens_(givens), model_(givens.model), literals_(literals), varied_(varied) {}

  std::optional<std::string> number(std::int64_t value) {
    const auto fields = places();
    if (!fields) return std::nullopt;
    std::string text;
    literals_.append(text, fields->back().type.present(), writ::number(value));
    return with(*fields, std::move(text));
  }

  std::optional<std::string> list(const Trace& trace, TraceId node, std::int64_t now, std::int64_t target) {
    const auto fields = places();
    if (!fields || !fields->back().type.is_list()) return std::nullopt;
    const Place& place = fields->back();
    const List& list = *(place.type.optional ? place.slots[1] : place.slots[0]).list;
    const std::vector<std::uint64_t> counted = those_that_count(trace, node, list.count);
    std::vector<std::string> elements = words_of_elements(place.type.present(), list);
    std::int64_t more = 0;
    if (__builtin_sub_overflow(target, now, &more)) return std::nullopt;
    using enum Varied::What;
    if (varied_.what == sum) {
      if (more != 0 && counted.empty()) return std::nullopt;
      if (more != 0) {
        const auto changed = with_sum(place.type.element(), list, counted.back(), elements[counted.back()], more);
        if (!changed) return std::nullopt;
        elements[counted.back()] = *changed;
      }
    } else if (more > 0) {
      if (counted.empty() || static_cast<std::int64_t>(elements.size()) + more > most_elements) return std::nullopt;
      const std::string again = elements[counted.back()];
      elements.insert(elements.end(), static_cast<std::size_t>(more), again);
    } else if (more < 0) {
      if (-more > static_cast<std::int64_t>(counted.size())) return std::nullopt;
      for (std::int64_t i = 0; i < -more; ++i) {
        const std::uint64_t last = counted[counted.size() - 1 - static_cast<std::size_t>(i)];
        elements.erase(elements.begin() + static_cast<std::ptrdiff_t>(last));
      }
    }
    return with(*fields, in_brackets(elements));
  }

 private:
  /// The fact, and each field on the way to what is changed; nothing where one is absent.
  std::optional<std::vector<Place>> places() const {
    Place at{model_.facts[varied_.path.fact].type, givens_.row + givens_.program.fact_offsets[varied_.path.fact]};
    std::vector<Place> all{at};
    for (const std::uint32_t field : varied_.path.fields) {
      if (at.type.optional && at.slots->number == 0) return std::nullopt;
      const Slot* record = at.slots + (at.type.optional ? 1 : 0);
      const FieldInfo& info = model_.schema.records[at.type.id].fields[field];
      at = {info.type, record + info.offset};
      all.push_back(at);
    }
    if (at.type.optional && at.slots->number == 0) return std::nullopt;
    return all;
  }

  /// `paid_order with { cards: … }`, or what was given with that value in its place. What lies between fact and field
  /// is written out.
  std::string with(const std::vector<Place>& fields, std::string value) const {
    if (varied_.path.fields.empty()) return value;
    for (std::size_t i = fields.size() - 1; i > 1; --i) {
      const std::uint32_t record = fields[i - 1].type.id;
      const std::string& name = model_.schema.records[record].fields[varied_.path.fields[i - 1]].name;
      value = record_with(fields[i - 1], varied_.path.fields[i - 1], name, value);
    }
    const Span given = model_[bare(givens_.given)].span;
    std::string words(givens_.sources.text(given));
    if (const auto written = written_value()) {
      return words.replace(written->begin - given.begin, written->end - written->begin, value);
    }
    const auto& node = model_[bare(givens_.given)].node;
    const bool plain = std::holds_alternative<FixtureRef>(node) || std::holds_alternative<With>(node) ||
                       std::holds_alternative<MakeRecord>(node);
    const std::string& name = model_.schema.records[fields[0].type.id].fields[varied_.path.fields[0]].name;
    return fmt::format("{} with {{ {}: {} }}", plain ? words : "(" + words + ")", name, value);
  }

  /// Where what was given has the field's value in its own words.
  std::optional<Span> written_value() const {
    const Expr& given = model_[bare(givens_.given)];
    ExprId value = none;
    if (const auto* record = std::get_if<MakeRecord>(&given.node)) {
      value = record->fields[varied_.path.fields[0]];
    } else if (const auto* with = std::get_if<With>(&given.node)) {
      const auto change = std::ranges::find(with->changes, varied_.path.fields[0], &FieldChange::field);
      if (change != with->changes.end()) value = change->value;
    }
    if (value == none || std::holds_alternative<AbsentValue>(model_[value].node)) return std::nullopt;
    const Span place = model_[value].span;
    const bool inside = place.file == given.span.file && place.begin > given.span.begin && place.end < given.span.end;
    return inside ? std::optional(place) : std::nullopt;
  }

  /// A record in full but for one field.
  std::string record_with(const Place& place, std::uint32_t changed, const std::string& name,
                          const std::string& value) const {
    const RecordInfo& record = model_.schema.records[place.type.id];
    const Slot* slots = place.slots + (place.type.optional ? 1 : 0);
    std::string text = "{ ";
    for (std::uint32_t i = 0; i < record.fields.size(); ++i) {
      const FieldInfo& field = record.fields[i];
      if (i != changed && field.type.optional && slots[field.offset].number == 0) continue;
      if (text.size() > 2) text += ", ";
      text += (i == changed ? name : field.name) + ": ";
      if (i == changed) {
        text += value;
      } else {
        literals_.append_in_row(text, field.type, slots + field.offset);
      }
    }
    return text + " }";
  }

  ExprId bare(ExprId expr) const {
    while (const auto* present = std::get_if<MakePresent>(&model_[expr].node)) expr = present->operand;
    return expr;
  }

  std::vector<std::uint64_t> those_that_count(const Trace& trace, TraceId node, std::uint64_t size) const {
    std::vector<std::uint64_t> counted;
    const auto* form = varied_.form == none ? nullptr : std::get_if<Aggregate>(&model_[varied_.form].node);
    if (form == nullptr || form->where == none) {
      for (std::uint64_t i = 0; i < size; ++i) counted.push_back(i);
      return counted;
    }
    const TraceId list = below(trace, node, varied_.form);
    if (list == none) return counted;
    for (const TraceId element : trace.children(list)) {
      if (trace[element].kind != NodeKind::element) continue;
      for (const TraceId part : trace.children(element)) {
        const TraceNode& where = trace[part];
        const bool holds = where.id == form->where && where.kind == NodeKind::expression &&
                           where.state == TraceNode::State::value && where.values[0].number != 0;
        if (holds) counted.push_back(trace[element].id);
      }
    }
    return counted;
  }

  /// An expression's node that has its parts, below another or where it was evaluated first.
  TraceId below(const Trace& trace, TraceId node, ExprId expr) const {
    const auto is_it = [&](TraceId id) {
      return trace[id].kind == NodeKind::expression && trace[id].id == expr && trace[id].first_child != none;
    };
    std::vector<TraceId> open{node};
    while (!open.empty()) {
      const TraceId next = open.back();
      open.pop_back();
      if (is_it(next)) return next;
      for (const TraceId child : trace.children(next)) open.push_back(child);
    }
    for (TraceId id = 0; id < trace.nodes().size(); ++id) {
      if (is_it(id)) return id;
    }
    return none;
  }

  /// The elements as they were written, if they have names, else in full.
  std::vector<std::string> words_of_elements(Type type, const List& list) const {
    const std::uint32_t width = model_.schema.slots(type.element());
    const auto* written = written_list(list.count);
    std::vector<std::string> words;
    for (std::uint64_t i = 0; i < list.count; ++i) {
      std::string& text = words.emplace_back();
      const auto* fixture = written == nullptr ? nullptr : std::get_if<FixtureRef>(&model_[written->elements[i]].node);
      if (fixture != nullptr) {
        text = unqualified(model_.fixtures[fixture->fixture].name);
      } else {
        literals_.append_in_row(text, type.element(), list.rows + i * width);
      }
    }
    return words;
  }

  /// The list literal that the field was given, through fixtures and `with`.
  const MakeList* written_list(std::uint64_t size) const {
    ExprId expr = bare(givens_.given);
    for (std::size_t depth = 0;;) {
      const auto& node = model_[expr].node;
      const bool here = depth == varied_.path.fields.size();
      if (const auto* list = std::get_if<MakeList>(&node); list != nullptr && here) {
        return list->elements.size() == size ? list : nullptr;
      }
      if (const auto* fixture = std::get_if<FixtureRef>(&node)) {
        expr = bare(model_.fixtures[fixture->fixture].value);
      } else if (const auto* record = std::get_if<MakeRecord>(&node); record != nullptr && !here) {
        expr = bare(record->fields[varied_.path.fields[depth++]]);
      } else if (const auto* with = std::get_if<With>(&node); with != nullptr && !here) {
        const std::uint32_t field = varied_.path.fields[depth];
        const auto change = std::ranges::find(with->changes, field, &FieldChange::field);
        const bool changed = change != with->changes.end();
        expr = bare(changed ? change->value : with->base);
        if (changed) ++depth;
      } else {
        return nullptr;
      }
    }
  }

  std::optional<std::string> with_sum(Type element, const List& list, std::uint64_t index, const std::string& words,
                                      std::int64_t more) const {
    if (!element.is(Kind::record)) return std::nullopt;
    const FieldInfo& field = model_.schema.records[element.id].fields[varied_.summed[0]];
    const Slot* slots = list.rows + index * model_.schema.slots(element) + field.offset;
    std::int64_t value = 0;
    if (field.type.optional || __builtin_add_overflow(slots->number, more, &value)) return std::nullopt;
    std::string text;
    literals_.append(text, field.type, writ::number(value));
    return fmt::format("{} with {{ {}: {} }}", words, field.name, text);
  }

  static std::string in_brackets(const std::vector<std::string>& elements) {
    std::size_t size = 0;
    for (const std::string& element : elements) size += element.size() + 2;
    const bool long_one = size > longest_line;
    std::string text = "[";
    for (std::size_t i = 0; i < elements.size(); ++i) {
      if (i > 0) text += long_one ? "," : ", ";
      if (long_one) text += "\n    ";
      text += elements[i];
    }
    return text + (long_one ? ",\n  ]" : "]");
  }

  const Givens& givens_;
  const Model& model_;
  const LiteralWriter& literals_;
  const Varied& varied_;
};

}  // namespace

std::optional<std::string> varied_fact(const Givens& givens, const LiteralWriter& literals, const Varied& varied,
                                       const Trace& trace, const Instance& instance, std::int64_t target) {
  Writer writer(givens, literals, varied);
  if (varied.what == Varied::What::number) return writer.number(target);
  const std::int64_t now = varied.on_left ? instance.sides.left : instance.sides.right;
  return writer.list(trace, instance.node, now, target);
}

}  // namespace writ::testing
