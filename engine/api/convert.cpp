#include "engine/api/convert.hpp"

#include "engine/explain/public_data.hpp"
#include "engine/value/absent.hpp"
#include "engine/value/time/period.hpp"
#include "grammar/render.hpp"

namespace writ {
namespace {

Value in_row(const Schema& schema, Type type, const Slot* slots) {
  if (type.optional && slots++->number == 0) return {};
  if (type.is(Kind::record)) return to_value(schema, type.present(), Slot{.row = slots});
  return to_value(schema, type.present(), *slots);
}

Value of_list(const Schema& schema, Type element, const List& list) {
  Value::List values;
  const std::uint32_t width = schema.slots(element);
  for (std::uint64_t i = 0; i < list.count; ++i) values.push_back(in_row(schema, element, list.rows + i * width));
  return {std::move(values)};
}

Value of_record(const Schema& schema, const RecordInfo& record, const Slot* row) {
  Value::Record fields;
  for (const FieldInfo& field : record.fields) {
    fields.push_back({field.name, in_row(schema, field.type, row + field.offset)});
  }
  return {std::move(fields)};
}

Decision::Reason to_reason(const model::Rule& rule, const model::File& file, std::span<const MessageResult> messages) {
  return {rule.name, to_messages(messages), to_citations(rule.cite, file)};
}

Decision::Notice to_notice(const model::Model& model, const NoticeResult& result) {
  const model::Notice& declared = model.notices[result.notice];
  Decision::Notice notice{declared.name, {}};
  const Slot* argument = result.arguments.data();
  for (const auto& [name, type] : declared.parameters) {
    const bool absent = type.optional && argument->number == 0;
    Value value;
    if (!absent) value = to_value(model.schema, type.present(), argument[type.optional ? 1 : 0]);
    notice.arguments.push_back({name, std::move(value)});
    argument += registers(type);
  }
  return notice;
}

}  // namespace

Value::Period to_period(Slot slot) {
  const time::Period period = time::Period::unpack(slot.number);
  switch (period.unit) {
    case time::Unit::days: return {period.count, Value::Period::Unit::days};
    case time::Unit::months: return {period.count, Value::Period::Unit::months};
    case time::Unit::business_days: return {period.count, Value::Period::Unit::business_days};
  }
  return {};
}

Value to_value(const Schema& schema, Type type, Slot slot) {
  if (type.is_list()) return of_list(schema, type.element(), list_in(slot));
  switch (type.base) {
    case Kind::boolean: return {slot.number != 0};
    case Kind::integer: return {slot.number};
    case Kind::decimal: return {Value::Decimal{slot.number}};
    case Kind::text: return {std::string(text_in(slot))};
    case Kind::instant: return {Value::Instant{slot.number}};
    case Kind::date: return {Value::Date{static_cast<std::int32_t>(slot.number)}};
    case Kind::time_of_day: return {Value::TimeOfDay{slot.number}};
    case Kind::duration: return {Value::Duration{slot.number}};
    case Kind::period: return {to_period(slot)};
    case Kind::money: return {Value::Money{slot.number, currency_letters(type.id)}};
    case Kind::enumeration:
      return {Value::Member{schema.enums[type.id].members[static_cast<std::size_t>(slot.number)].name}};
    case Kind::record: return of_record(schema, schema.records[type.id], slot.row);
    case Kind::unknown: break;
  }
  return {};
}

Finding to_finding(const Told& told, const SourceSet& sources) {
  const Source& source = sources[told.place.file];
  const Position position = source.position(told.place.begin);
  Finding finding;
  switch (told.severity) {
    case Severity::error: finding.level = Finding::Level::error; break;
    case Severity::warning: finding.level = Finding::Level::warning; break;
    case Severity::note: finding.level = Finding::Level::note; break;
  }
  finding.code = told.id;
  finding.message = told.message;
  finding.file = source.name();
  finding.line = position.line;
  finding.column = position.column;
  finding.help = told.help;
  finding.rendered = render(told, sources);
  return finding;
}

std::vector<Decision::Parameter> overridden_parameters(model::DecisionId decision, const Program& program,
                                                       Machine& machine) {
  const model::Model& model = *program.model;
  std::vector<Decision::Parameter> overridden;
  for (const model::ParameterId id : model.decisions[decision].parameters) {
    const model::Parameter& parameter = model.parameters[id];
    if (!parameter.overridden) continue;
    const auto given = machine.parameter(id);
    const bool known = !given.failed && given.present;
    overridden.push_back(
        {parameter.name, known ? to_value(model.schema, parameter.type.present(), given.value) : Value()});
  }
  return overridden;
}

Decision to_decision(const Answer& answer, model::DecisionId id, const Program& program, const SourceSet& sources,
                     const std::vector<Decision::Parameter>& overridden) {
  const model::Model& model = *program.model;
  const model::Decision& declared = model.decisions[id];
  Decision decision;
  decision.decision = declared.name;
  decision.now = {answer.now};
  for (const FactProblem& problem : answer.problems) {
    decision.rejections.push_back(to_rejection(problem, model, sources));
  }
  if (!answer.problems.empty()) return decision;
  const DecisionAnswer& given = answer.decisions.front();
  const Verdict& verdict = *given.verdict;
  decision.outcome = to_outcome(verdict.outcome);
  if (verdict.outcome == model::Outcome::decided && verdict.present) {
    decision.value = to_value(model.schema, declared.type.present(), verdict.value);
  }
  if (verdict.policy_not_in_force) {
    decision.reasons.push_back({"policy_not_in_force", {}, {}});
  } else if (verdict.rules.empty() && verdict.outcome == model::Outcome::forbidden) {
    decision.reasons.push_back({"no_rule_permits", {}, {}});
  }
  for (std::size_t i = 0; i < verdict.rules.size(); ++i) {
    const model::Rule& rule = rule_of(declared, verdict.rules[i]);
    decision.rules.push_back(rule.name);
    decision.reasons.push_back(to_reason(rule, model.files[declared.file], given.message(i)));
  }
  for (const NoticeResult& notice : verdict.obligations) decision.obligations.push_back(to_notice(model, notice));
  for (const NoticeResult& notice : verdict.advice) decision.advice.push_back(to_notice(model, notice));
  decision.overridden = overridden;
  for (const EvaluationError& error : verdict.errors) {
    decision.failures.push_back(to_failure(error, model, &declared, sources));
  }
  const Horizon& horizon = given.horizon;
  if (horizon.kind != Horizon::Kind::never_changes) decision.holds_until = Value::Instant{horizon.at};
  decision.holds_at_least = horizon.kind == Horizon::Kind::at_least;
  decision.follows_now = horizon.follows_now;
  return decision;
}

}  // namespace writ
