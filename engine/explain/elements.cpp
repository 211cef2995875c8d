// Forms that go over a list: which elements made them come to what they came to.

#include <algorithm>

#include "engine/explain/explainer.hpp"
#include "engine/value/overloaded.hpp"

namespace writ {

using namespace model;
using State = Explanation::Node::State;
using Role = Explanation::Element::Role;

namespace {

/// What such a form is made of.
struct ListForm {
  LocalId local;
  ExprId list, where;
  ExprId inner;  ///< What it has to satisfy, what is summed, what it goes by; or none.
};

ListForm form_of(const Expr& expr) {
  return std::visit(Overloaded{
                        [](const auto&) {
                          return ListForm{none, none, none, none};
                        },
                        [](const Quantifier& node) {
                          return ListForm{node.local, node.list, node.where, node.satisfies};
                        },
                        [](const Pick& node) {
                          return ListForm{node.local, node.list, node.where, node.key};
                        },
                        [](const Aggregate& node) {
                          return ListForm{node.local, node.list, node.where, node.of};
                        },
                    },
                    expr.node);
}

bool is_fold(const Aggregate& node) {
  return node.kind == syntax::AggregateKind::count || node.kind == syntax::AggregateKind::sum;
}

bool takes_smaller(const Aggregate& node) {
  return node.kind == syntax::AggregateKind::min || node.kind == syntax::AggregateKind::earliest;
}

/// Shortened, and without what would break a line.
std::string short_label(std::string_view name) {
  constexpr std::size_t most = 40;
  std::string text;
  append_json_text(text, name);
  text = text.substr(1, text.size() - 2);
  if (text.size() <= most) return text;
  std::size_t end = most;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  return text.substr(0, end) + "…";
}

}  // namespace

/// An element that was looked at, before anything is written about it.
struct Explainer::Walked {
  TraceId traced;
  std::uint64_t index;
  Role role;
  bool decisive = false;
  std::int64_t key = 0;  ///< What it goes by, or what is compared.
};

/// What tells an element apart: its first fixed text, else its first text; of a scalar its value.
std::string Explainer::label(Type element, Slot value) const {
  if (element.is_list()) return {};
  if (!element.is(Kind::record)) {
    std::string text;
    values_.append_for_people(text, element, value, options_.language);
    return element.is(Kind::text) ? short_label(value.text->view()) : text;
  }
  const FieldInfo* best = nullptr;
  for (const FieldInfo& field : model_.schema.records[element.id].fields) {
    if (!field.type.present().is(Kind::text)) continue;
    if (field.type.optional && value.row[field.offset].number == 0) continue;
    if (best == nullptr || (field.fixed && !best->fixed)) best = &field;
  }
  if (best == nullptr) return {};
  return short_label(value.row[best->offset + (best->type.optional ? 1 : 0)].text->view());
}

/// Every element that was looked at, in the order of the list, with the part that it played.
std::vector<Explainer::Walked> Explainer::walked(const Node& node, const Expr& expr, TraceId traced) const {
  const ListForm form = form_of(expr);
  const auto* quantifier = std::get_if<Quantifier>(&expr.node);
  std::vector<Walked> found;
  if (traced == none) return found;
  for (TraceId child = trace_[traced].first_child; child != none; child = trace_[child].next) {
    if (trace_[child].kind != TraceNode::Kind::element) continue;
    Walked walked{child, trace_[child].id, Role::counted};
    const TraceId where = find_child(child, form.where), inner = find_child(child, form.inner);
    const auto holds = [&](TraceId condition) { return condition != none && trace_[condition].values[0].number == 1; };
    const auto failed = [&](TraceId part) { return part != none && trace_[part].state != TraceNode::State::value; };
    if (failed(where) || failed(inner)) {
      walked.role = Role::error;
    } else if (form.where != none && where != none && !holds(where)) {
      walked.role = Role::excluded;
    } else if (quantifier != nullptr) {
      const auto* constant = std::get_if<Constant>(&model_[form.inner].node);
      walked.role = holds(inner) || (constant != nullptr && constant->value != 0) ? Role::satisfies : Role::fails;
    }
    if (inner != none) walked.key = trace_[inner].values[0].number;
    found.push_back(walked);
  }
  std::ranges::sort(found, {}, &Walked::index);

  const auto counted = [](const Walked& each) { return each.role == Role::counted; };
  const bool nothing_counted = std::ranges::none_of(found, counted);
  if (node.state == State::error) {
    for (Walked& each : found) each.decisive = each.role == Role::error;
  } else if (quantifier != nullptr) {
    const bool every = quantifier->kind == syntax::QuantifierKind::every;
    const bool found_one =
        every != (quantifier->kind == syntax::QuantifierKind::no ? node.state == State::no : node.state == State::yes);
    const Role stops = every ? Role::fails : Role::satisfies;
    for (Walked& each : found) each.decisive = !found_one || each.role == stops;
  } else if (nothing_counted) {
    for (Walked& each : found) each.decisive = true;
  } else if (const auto* pick = std::get_if<Pick>(&expr.node)) {
    Walked* best = nullptr;
    for (Walked& each : found) {
      if (!counted(each)) continue;
      const bool better = best == nullptr || (pick->key == none ? !pick->first
                                              : pick->first     ? each.key < best->key
                                                                : each.key >= best->key);
      if (better) best = &each;
    }
    best->role = Role::chosen;
    best->decisive = true;
  } else if (const auto& aggregate = std::get<Aggregate>(expr.node); is_fold(aggregate)) {
    for (Walked& each : found) each.decisive = counted(each);
  } else {
    Walked* best = nullptr;
    for (Walked& each : found) {
      if (!counted(each)) continue;
      if (best == nullptr || (takes_smaller(aggregate) ? each.key < best->key : each.key > best->key)) best = &each;
    }
    best->role = Role::chosen;
    best->decisive = true;
  }
  return found;
}

void Explainer::fill_elements(Node& node, const Expr& expr, TraceId traced, const Error& error) {
  const ListForm form = form_of(expr);
  node.parts.push_back(part(form.list, traced, error));
  const TraceId list = find_child(traced, form.list);
  if (list == none || trace_[list].state != TraceNode::State::value) return;
  const Type element = model_.locals[form.local].type;
  const List& elements = *trace_[list].values[0].list;
  const std::uint32_t width = model_.schema.slots(element);
  std::vector<Walked> all = walked(node, expr, traced);
  node.size = elements.count;
  node.looked_at = all.size();
  node.counted = static_cast<std::uint64_t>(std::ranges::count_if(all, [](const Walked& each) {
    return each.role == Role::counted || each.role == Role::chosen || each.role == Role::satisfies;
  }));

  // The decisive first; then they stand in the order of the list again.
  std::ranges::stable_sort(all, [](const Walked& a, const Walked& b) { return a.decisive && !b.decisive; });
  const std::string pointer = node.parts.front().pointer;
  const auto before = pointers_.find(form.local);
  const std::optional<std::string> outer = before == pointers_.end() ? std::nullopt : std::optional(before->second);
  for (const Walked& each : all) {
    if (node.elements.size() == options_.most_elements || !has_room()) break;
    Explanation::Element& shown = node.elements.emplace_back();
    shown.index = each.index;
    shown.role = each.role;
    shown.decisive = each.decisive;
    const Slot* row = elements.rows + each.index * width;
    shown.label = label(element, element.is(Kind::record) ? Slot{.row = row} : *row);
    if (!pointer.empty()) shown.pointer = pointer + "/" + std::to_string(each.index);
    pointers_[form.local] = shown.pointer;
    for (const ExprId each_part : {form.where, form.inner}) {
      if (each_part == none) continue;
      Node made = part(each_part, each.traced, error);
      if (made.state == State::not_evaluated) made.skipped = Explanation::Node::Skipped::not_needed;
      const bool is_where = each_part == form.where;
      made.decisive = is_where ? each.role != Role::error || made.state == State::error : each.role != Role::excluded;
      shown.parts.push_back(std::move(made));
    }
  }
  if (outer) pointers_[form.local] = *outer;
  std::ranges::sort(node.elements, {}, &Explanation::Element::index);
  node.left_out = node.looked_at - node.elements.size();
  if (std::holds_alternative<Pick>(expr.node)) {
    for (const Explanation::Element& each : node.elements) {
      if (each.role == Role::chosen) node.pointer = each.pointer;
    }
  }
}

}  // namespace writ
