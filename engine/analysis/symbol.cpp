#include "engine/analysis/symbol.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "engine/analysis/symbol_state.hpp"
#include "engine/value/decimal.hpp"

namespace writ::analysis {
namespace {

constexpr Integer lowest = std::numeric_limits<std::int64_t>::min(), highest = std::numeric_limits<std::int64_t>::max();

struct Limits {
  Integer least, most;
};

/// What the reader of facts admits, in the unit that they are written in.
Limits limits_of(const Schema& schema, Type type, Integer unit) {
  switch (type.base) {
    case Kind::enumeration: return {0, static_cast<Integer>(schema.enums[type.id].members.size()) - 1};
    case Kind::text: return {0, most_text};
    case Kind::instant: {
      // Towards zero, as the reader has it.
      return {time::first_instant / unit, time::last_instant / unit};
    }
    case Kind::date: return {time::first_date, time::last_date};
    case Kind::time_of_day: return {0, time::day - 1};
    default: return {lowest, highest};
  }
}

Integer unit_of(Type type, Encoding encoding) {
  if (type.base != Kind::instant) return 1;
  switch (encoding) {
    case Encoding::rfc3339: return 1;
    case Encoding::unix_seconds: return time::second;
    case Encoding::unix_millis: return time::second / 1000;
  }
  return 1;
}

/// Two places of the same kind are one variable.
std::string kind_of(const Schema& schema, Type type, Integer unit) {
  std::string kind = " : ";
  if (type.base == Kind::enumeration) {
    for (const EnumMemberInfo& member : schema.enums[type.id].members)
      kind += member.name + "|" + member.spelling + "|";
  } else {
    kind += schema.type_name(type.present());
  }
  return kind + " " + std::to_string(static_cast<std::int64_t>(unit));
}

}  // namespace

std::vector<std::uint32_t> fact_offsets(const model::Model& model) {
  std::vector<std::uint32_t> offsets{0};
  for (const model::Fact& fact : model.facts) offsets.push_back(offsets.back() + model.schema.slots(fact.type));
  return offsets;
}

Term SymbolicFacts::State::leaf(const std::string& path, const std::string& kind, Sort sort, Integer least,
                                Integer most, Integer unit) {
  const auto [found, is_new] = leaves.try_emplace(path + kind, 0);
  if (!is_new) return found->second;
  const auto id = static_cast<std::uint32_t>(terms.variables().size());
  const Term variable = terms.variable({path, sort, least, most});
  found->second = unit == 1 ? variable : terms.times(variable, terms.number(unit));
  variables.emplace(found->second, VariableOf{id, unit});
  return found->second;
}

/// Lists that stand in the elements of so many others are empty.
constexpr std::uint32_t deepest_list = 3;

std::uint32_t SymbolicFacts::State::length_of(const Schema& schema, const std::string& path, Type element,
                                              std::uint32_t lists) {
  // All lists that stand in the elements of one list are as long as each other.
  std::string name;
  for (std::size_t i = 0; i < path.size(); ++i) {
    name += path[i];
    if (path[i] == '[') i = path.find(']', i) - 1;
  }
  const auto [found, is_new] = lengths.try_emplace(name, 0);
  if (!is_new) return found->second;
  const bool inner = lists > 0;
  const auto [most, enough] = bounds_of.most(schema, element, inner);
  found->second = most;
  if (wanted.everywhere) found->second = inner ? std::min(most, *wanted.everywhere) : *wanted.everywhere;
  // A record may have a list of its own kind, and that another: somewhere it has to end.
  if (lists >= deepest_list) found->second = 0;
  const auto given = std::ranges::find(wanted.lists, name, &ListBound::path);
  if (given != wanted.lists.end()) found->second = given->most;
  bounds.push_back({name, found->second, found->second >= enough});
  return found->second;
}

Symbol SymbolicFacts::State::make(const Schema& schema, const std::string& path, Type type, Encoding encoding,
                                  std::uint32_t lists) {
  Symbol symbol;
  if (type.optional) symbol.present = leaf(path, "?", Sort::truth, 0, 1, 1);
  if (type.is_list()) {
    const Type element = type.present().element();
    const std::uint32_t length = length_of(schema, path, element, lists);
    symbol.term = leaf(path, "#", Sort::number, 0, length, 1);
    for (std::uint32_t i = 0; i < length; ++i) {
      symbol.parts.push_back(make(schema, path + "[" + std::to_string(i) + "]", element, encoding, lists + 1));
    }
  } else if (type.base == Kind::record) {
    symbol.term = terms.number(0);
    for (const FieldInfo& field : schema.records[type.id].fields) {
      symbol.parts.push_back(make(schema, path + "." + field.spelling, field.type, field.encoding, lists));
    }
  } else if (type.base == Kind::boolean) {
    symbol.term = leaf(path, "", Sort::truth, 0, 1, 1);
  } else {
    const Integer unit = unit_of(type, encoding);
    const Limits limits = limits_of(schema, type, unit);
    symbol.term = leaf(path, kind_of(schema, type, unit), Sort::number, limits.least, limits.most, unit);
  }
  return symbol;
}

SymbolicFacts::SymbolicFacts(const model::Model& model, Terms& terms, Bounds bounds)
    : state_(std::make_unique<State>(model, terms, std::move(bounds))) {
  state_->usual_decimals = {0, decimal::one};
  also(model);
  const Integer unit = unit_of(Type{Kind::instant}, model.now_encoding);
  state_->now = state_->leaf("now", "", Sort::number, time::first_instant / unit, time::last_instant / unit, unit);
  state_->overflow_counts = state_->leaf("(overflow counts)", "", Sort::truth, 0, 1, 1);
}
SymbolicFacts::~SymbolicFacts() = default;
SymbolicFacts::SymbolicFacts(SymbolicFacts&&) noexcept = default;

void SymbolicFacts::also(const model::Model& model) {
  state_->bounds_of.add(model);
  state_->note_decimals(model);
}

const Symbol& SymbolicFacts::fact(model::FactId fact) const { return this->fact(state_->model, fact); }

const Symbol& SymbolicFacts::fact(const model::Model& model, model::FactId fact) const {
  const auto [found, is_new] = state_->facts.try_emplace({&model, fact});
  const model::Fact& declared = model.facts[fact];
  if (is_new) found->second = state_->make(model.schema, declared.spelling, declared.type, declared.encoding, 0);
  return found->second;
}

TimeFunctions& SymbolicFacts::times() const { return state_->times; }
Term SymbolicFacts::now() const { return state_->now; }
Term SymbolicFacts::overflow_counts() const { return state_->overflow_counts; }
const std::vector<ListBound>& SymbolicFacts::bounds() const { return state_->bounds; }

Term SymbolicFacts::any_text(std::string name) const {
  return state_->terms.variable({std::move(name), Sort::number, 0, most_text});
}

Term SymbolicFacts::any_text_made(const std::string& in_this_way) const {
  const auto [found, is_new] = state_->texts_made.try_emplace(in_this_way, 0);
  if (is_new) found->second = any_text("(text)");
  return found->second;
}

}  // namespace writ::analysis
