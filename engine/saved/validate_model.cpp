#include <algorithm>

#include "engine/saved/validate.hpp"

namespace writ::saved {
namespace {

using namespace model;

/// More is more memory than facts may take.
constexpr std::uint64_t most_slots = 1 << 20;
constexpr std::uint64_t most_slots_in_all = 4 * most_slots;
constexpr int deepest_record = 256;
constexpr std::ptrdiff_t most_of_records =
    4'000;  // Records that hold others, also in lists: facts are planned one inside the other.

/// Numbers of expressions are not looked at: the expressions are left out, and deciding only compares them.
class ModelCheck {
 public:
  ModelCheck(Model& model, const std::vector<std::size_t>& text_sizes) : model_(model), text_sizes_(text_sizes) {}

  bool holds() {
    return schema() && all(model_.files, [this](const File& each) { return file(each); }) &&
           all(model_.facts, [this](const Fact& each) { return in_file(each) && fact_type(each.type); }) &&
           row_fits() && all(model_.requirements, [this](const Requirement& each) { return requirement(each); }) &&
           all(model_.parameters, [this](const Parameter& each) { return in_file(each) && type(each.type); }) &&
           all(model_.notices, [this](const Notice& each) { return notice(each); }) &&
           all(model_.decisions, [this](const Decision& each) { return decision(each); }) &&
           all(model_.order, [this](DecisionId each) { return each < model_.decisions.size(); }) &&
           all(model_.notes.places, [this](const ExprNotes::Place& each) { return span(each.span); }) && uses();
  }

 private:
  template <typename Items, typename Holds>
  static bool all(const Items& items, Holds holds) {
    return std::ranges::all_of(items, holds);
  }
  template <typename Declared>
  bool in_file(const Declared& declared) const {
    return declared.file < model_.files.size() && span(declared.span);
  }

  bool span(Span span) const {
    return span.file < text_sizes_.size() && span.begin <= span.end && span.end <= text_sizes_[span.file];
  }
  bool facts(const std::vector<FactId>& ids) const {
    return all(ids, [this](FactId id) { return id < model_.facts.size(); });
  }

  bool type(Type type) const { return is_type(model_.schema, type); }
  /// A period is nothing that is read from facts.
  bool fact_type(Type type) const { return is_type(model_.schema, type) && type.base != Kind::period; }

  /// Slots of a record and those in it, where they can be laid out.
  std::optional<std::uint64_t> measure(std::uint32_t record, int depth) {
    if (depth > deepest_record) return std::nullopt;
    std::uint64_t& known = sizes_[record];
    if (known > 0) return known;
    std::uint64_t sum = 0;
    for (const FieldInfo& field : model_.schema.records[record].fields) {
      std::uint64_t size = 1;
      if (field.type.is(Kind::record)) {
        const auto inner = measure(field.type.id, depth + 1);
        if (!inner) return std::nullopt;
        size = *inner;
      }
      sum += size + (field.type.optional ? 1 : 0);
      if (sum > most_slots) return std::nullopt;
    }
    return known = std::max<std::uint64_t>(sum, 1);
  }

  bool schema() {
    const Schema& schema = model_.schema;
    if (!all(schema.enums, [](const EnumInfo& each) { return !each.members.empty(); })) return false;
    const auto is_field = [this](const FieldInfo& field) { return fact_type(field.type); };
    if (!all(schema.records, [&](const RecordInfo& each) { return all(each.fields, is_field); })) return false;
    const auto holds_others = [](const RecordInfo& each) {
      return std::ranges::any_of(each.fields, [](const FieldInfo& field) { return field.type.base == Kind::record; });
    };
    if (std::ranges::count_if(schema.records, holds_others) > most_of_records) return false;
    sizes_.resize(schema.records.size());
    std::uint64_t slots = 0;
    for (std::uint32_t i = 0; i < schema.records.size(); ++i) {
      const auto size = measure(i, 0);
      if (!size) return false;
      slots += *size;
      if (slots > most_slots_in_all) return false;
    }
    return !model_.schema.lay_out();
  }
  bool row_fits() const {
    std::uint64_t slots = 0;
    for (const Fact& fact : model_.facts) slots += model_.schema.slots(fact.type);
    return slots <= most_slots;
  }

  bool file(const File& file) const {
    return file.source < text_sizes_.size() && span(file.span) &&
           all(file.sources, [this](const SourceDocument& each) { return span(each.span); });
  }
  bool requirement(const Requirement& requirement) const { return in_file(requirement) && facts(requirement.reads); }
  bool notice(const Notice& notice) const {
    return in_file(notice) && all(notice.parameters, [this](const Notice::Parameter& each) { return type(each.type); });
  }
  bool call(const NoticeCall& call) const { return call.notice < model_.notices.size() && span(call.span); }
  bool cited(const std::vector<Citation>& citations, const File& file) const {
    return all(citations, [&](const Citation& each) { return each.source < file.sources.size() && span(each.span); });
  }
  bool rule(const Rule& rule, const Decision& decision) const {
    return span(rule.span) && span(rule.name_span) &&
           (rule.effect.has_value() || !decision.permission || rule.is_otherwise) &&
           all(rule.then, [this](const NoticeCall& each) { return call(each); }) &&
           cited(rule.cite, model_.files[decision.file]) &&
           all(rule.overrides, [&](std::uint32_t each) { return each < decision.rules.size(); });
  }
  /// Can its rules' values be combined as it says?
  static bool is_combined(const Decision& decision) {
    const Type type = decision.type;
    switch (decision.combine) {
      case syntax::Combine::single:
      case syntax::Combine::first: return true;
      case syntax::Combine::every: return type.is_list() && !type.optional;
      case syntax::Combine::count: return type == Type{Kind::integer};
      case syntax::Combine::sum: return is_amount(type) && !type.optional;
      case syntax::Combine::min:
      case syntax::Combine::max: return is_number(type);
    }
    return false;
  }
  static bool is_amount(Type type) {
    return type.is(Kind::integer) || type.is(Kind::decimal) || type.is(Kind::money) || type.is(Kind::duration);
  }
  bool decision(const Decision& decision) const {
    if (!in_file(decision) || !span(decision.name_span) || !facts(decision.needs)) return false;
    if (!decision.permission && (!type(decision.type) || !is_combined(decision))) return false;
    const auto also = [&](const Also& each) {
      return call(each.call) && span(each.span) && cited(each.cite, model_.files[decision.file]);
    };
    return all(decision.rules, [&](const Rule& each) { return rule(each, decision); }) &&
           (!decision.otherwise || rule(*decision.otherwise, decision)) && all(decision.alsos, also) &&
           all(decision.parameters, [this](ParameterId each) { return each < model_.parameters.size(); });
  }
  bool uses() const {
    return all(model_.notes.uses,
               [this](const ExprNotes::Use& each) { return each.decision < model_.decisions.size(); });
  }

  Model& model_;
  const std::vector<std::size_t>& text_sizes_;
  std::vector<std::uint64_t> sizes_;  // Of records; zero: not known yet.
};

}  // namespace

bool is_type(const Schema& schema, Type type) {
  if (type.base == Kind::unknown || type.lists > 64) return false;
  if (type.base == Kind::enumeration) return type.id < schema.enums.size();
  if (type.base == Kind::record) return type.id < schema.records.size();
  if (type.base == Kind::money) return minor_units(type.id) >= 0;
  return true;
}

std::string validate(model::Model& model, const std::vector<std::size_t>& text_sizes) {
  return ModelCheck(model, text_sizes).holds() ? "" : "what it declares does not fit together";
}

}  // namespace writ::saved
