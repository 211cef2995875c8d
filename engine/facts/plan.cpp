#include "engine/facts/plan.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace writ {
namespace {

Form form_of(Type type, Encoding encoding) {
  switch (type.base) {
    case Kind::boolean: return Form::boolean;
    case Kind::integer: return Form::integer;
    case Kind::decimal: return Form::decimal;
    case Kind::instant:
      switch (encoding) {
        case Encoding::rfc3339: return Form::instant;
        case Encoding::unix_seconds: return Form::unix_seconds;
        case Encoding::unix_millis: return Form::unix_millis;
      }
      return Form::instant;
    case Kind::date: return Form::date;
    case Kind::time_of_day: return Form::time_of_day;
    case Kind::duration: return Form::duration;
    case Kind::money: return Form::money;
    case Kind::enumeration: return Form::enumeration;
    case Kind::record: return Form::record;
    case Kind::text:
    case Kind::period:
    case Kind::unknown: return Form::text;  // The checker admits no other fact.
  }
  return Form::text;
}

class Planner {
 public:
  Planner(FactsPlan& plan, const model::Model& model) : plan_(plan), model_(model) {}

  void plan_record(const std::set<model::FactId>& needed) {
    plan_.objects.emplace_back();
    ObjectPlan record;
    const auto add = [&](const std::string& spelling, std::uint32_t offset, std::uint32_t value) {
      const std::uint32_t number = static_cast<std::uint32_t>(record.members.size());
      const std::uint32_t present = record.names.find(spelling);
      record.members.push_back({spelling, offset, value, NameTable::none, true});
      record.names.add(spelling, number);
      if (present == NameTable::none) return;
      record.members[number].next = record.members[present].next;
      record.members[present].next = number;
    };
    // Facts that are needed come first: of two with one name in JSON, theirs is the entry.
    for (const model::FactId fact : needed) {
      const model::Fact& declared = model_.facts[fact];
      add(declared.spelling, plan_.program->fact_offsets[fact], value(declared.type, declared.encoding));
    }
    const Type instant{Kind::instant};
    add("now", plan_.now_offset, plan_.options.now_is_given ? NameTable::none : value(instant, model_.now_encoding));
    for (model::FactId fact = 0; fact < model_.facts.size(); ++fact) {
      const std::string& spelling = model_.facts[fact].spelling;
      if (record.names.find(spelling) == NameTable::none) add(spelling, 0, NameTable::none);
    }
    finish(record);
    plan_.objects.front() = std::move(record);
  }

 private:
  std::uint32_t value(Type type, Encoding encoding) {
    ValuePlan planned;
    planned.optional = type.optional;
    planned.type = type.present();
    if (type.is_list()) {
      planned.form = Form::list;
      planned.width = model_.schema.slots(type.present().element());
      planned.detail = value(type.present().element(), encoding);
    } else {
      planned.form = form_of(type, encoding);
      if (planned.form == Form::record) planned.detail = object(type.id);
      if (planned.form == Form::enumeration) planned.detail = type.id;
    }
    plan_.values.push_back(planned);
    return static_cast<std::uint32_t>(plan_.values.size() - 1);
  }

  /// A record may hold lists of itself: its number is known before its members are.
  std::uint32_t object(std::uint32_t record) {
    const auto [entry, added] = objects_.try_emplace(record, static_cast<std::uint32_t>(plan_.objects.size()));
    const std::uint32_t number = entry->second;
    if (!added) return number;
    plan_.objects.emplace_back();
    ObjectPlan planned;
    for (const FieldInfo& field : model_.schema.records[record].fields) {
      planned.names.add(field.spelling, static_cast<std::uint32_t>(planned.members.size()));
      planned.members.push_back(
          {field.spelling, field.offset, value(field.type, field.encoding), NameTable::none, true});
    }
    finish(planned);
    plan_.objects[number] = std::move(planned);
    return number;
  }

  void finish(ObjectPlan& object) {
    for (MemberPlan& member : object.members) member.plain = member.spelling.find('\\') == std::string::npos;
    object.required.assign((object.members.size() + 63) / 64, 0);
    for (std::size_t i = 0; i < object.members.size(); ++i) {
      const std::uint32_t value = object.members[i].value;
      const bool required = value != NameTable::none && !plan_.values[value].optional;
      if (required) object.required[i / 64] |= std::uint64_t{1} << i % 64;
    }
    object.first_link = plan_.links;
    plan_.links += static_cast<std::uint32_t>(object.members.size()) + 1;
  }

  FactsPlan& plan_;
  const model::Model& model_;
  std::map<std::uint32_t, std::uint32_t> objects_;
};

/// RFC 6901: `/order/order~1id`. Without a slash at its beginning it is one member's name.
std::vector<std::string> split_pointer(std::string_view pointer) {
  std::vector<std::string> path;
  if (pointer.empty()) return path;
  if (pointer.starts_with('/')) pointer.remove_prefix(1);
  path.emplace_back();
  for (std::size_t i = 0; i < pointer.size(); ++i) {
    const bool escape = pointer[i] == '~' && i + 1 < pointer.size() && (pointer[i + 1] == '0' || pointer[i + 1] == '1');
    if (pointer[i] == '/') {
      path.emplace_back();
    } else if (escape) {
      path.back() += pointer[++i] == '0' ? '~' : '/';
    } else {
      path.back() += pointer[i];
    }
  }
  return path;
}

NameTable names_of(const EnumInfo& declared) {
  NameTable names;
  for (std::uint32_t i = 0; i < declared.members.size(); ++i) names.add(declared.members[i].spelling, i);
  for (std::uint32_t i = 0; i < declared.members.size(); ++i) names.add(declared.members[i].name, i);
  return names;
}

std::string with_article(const std::string& noun) {
  const bool vowel = !noun.empty() && std::string_view("AEIOU").find(noun[0]) != std::string_view::npos;
  return (vowel ? "an " : "a ") + noun;
}

std::string one_of(const EnumInfo& declared) {
  constexpr std::size_t shown = 12;
  std::string words = "one of ";
  for (std::size_t i = 0; i < std::min(shown, declared.members.size()); ++i) {
    if (i > 0) words += ", ";
    words += declared.members[i].name;
  }
  if (declared.members.size() > shown) words += ", … (" + std::to_string(declared.members.size()) + " in all)";
  return words;
}

std::set<model::FactId> needed_by(const model::Model& model, std::span<const model::DecisionId> decisions) {
  std::set<model::FactId> needed;
  for (const model::DecisionId decision : decisions) {
    needed.insert(model.decisions[decision].needs.begin(), model.decisions[decision].needs.end());
  }
  return needed;
}

}  // namespace

std::shared_ptr<const FactsPlan> plan_facts(std::shared_ptr<const Program> program,
                                            std::span<const model::DecisionId> decisions, FactsPlanOptions options) {
  const auto plan = std::make_shared<FactsPlan>();
  plan->program = std::move(program);
  plan->options = std::move(options);
  plan->id_path = split_pointer(plan->options.id_pointer);
  plan->now_offset = plan->program->fact_slots;
  const model::Model& model = *plan->program->model;
  Planner(*plan, model).plan_record(needed_by(model, decisions));
  for (const EnumInfo& declared : model.schema.enums) plan->enums.push_back(names_of(declared));
  plan->requirements = requirements_of(model, decisions);
  return plan;
}

std::vector<model::RequirementId> requirements_of(const model::Model& model,
                                                  std::span<const model::DecisionId> decisions) {
  const std::set<model::FactId> needed = needed_by(model, decisions);
  std::vector<model::RequirementId> checked;
  for (model::RequirementId i = 0; i < model.requirements.size(); ++i) {
    const auto& reads = model.requirements[i].reads;
    if (std::ranges::all_of(reads, [&](model::FactId fact) { return needed.contains(fact); })) checked.push_back(i);
  }
  return checked;
}

std::string expected_words(const Schema& schema, Type type) {
  if (type.is(Kind::money)) return schema.type_name(type.present());
  if (type.is(Kind::enumeration)) return one_of(schema.enums[type.id]);
  return with_article(schema.type_name(type.present()));
}

std::string expected_words(const Schema& schema, const ValuePlan& plan, const std::vector<ValuePlan>& values) {
  switch (plan.form) {
    case Form::unix_seconds: return "an Instant in whole Unix seconds";
    case Form::unix_millis: return "an Instant in whole Unix milliseconds";
    case Form::money: return schema.type_name(plan.type);
    case Form::enumeration: return one_of(schema.enums[plan.detail]);
    case Form::list: {
      const bool plain =
          values[plan.detail].form != Form::unix_seconds && values[plan.detail].form != Form::unix_millis;
      if (plain) return with_article(schema.type_name(plan.type));
      return "a list of Instant in Unix time";
    }
    default: return with_article(schema.type_name(plan.type));
  }
}

}  // namespace writ
