#include "tests/reference/instants/candidates.hpp"

#include <variant>

#include "tests/reference/values/calendar.hpp"

namespace writ::reference {
namespace {

using Numbers = std::set<std::int64_t>;
constexpr std::int64_t day = 86'400'000'000;

/// What facts and policy mention that may decide when something changes.
struct Mentioned {
  Numbers instants, dates, times, durations, periods;
  std::set<model::FileIndex> files;  // Whose zones and calendars count.

  void add(Kind kind, std::int64_t number) {
    if (kind == Kind::instant) instants.insert(number);
    if (kind == Kind::date) dates.insert(number);
    if (kind == Kind::time_of_day) times.insert(number);
    if (kind == Kind::duration) durations.insert(number);
    if (kind == Kind::period) periods.insert(number);
  }

  void add(const Schema& schema, Type type, const Value& value) {
    if (!value.present()) return;
    if (type.is_list()) {
      for (const Value& element : value.parts()) add(schema, type.element(), element);
    } else if (type.base == Kind::record) {
      const auto& fields = schema.records[type.id].fields;
      for (std::size_t i = 0; i < fields.size(); ++i) add(schema, fields[i].type, value.parts()[i]);
    } else if (const auto* number = std::get_if<std::int64_t>(&value.is)) {
      add(type.base, *number);
    }
  }
};

/// Everything that a decision reads, through all names.
class Reader {
 public:
  Reader(const model::Model& model, Mentioned& mentioned) : model_(model), mentioned_(mentioned) {}

  void read(const model::Decision& decision) {
    read(model_.files[decision.file].in_force);
    for (const auto& rule : decision.rules) read(rule);
    if (decision.otherwise) read(*decision.otherwise);
    for (const auto& also : decision.alsos) {
      for (const auto expr : {also.in_force, also.unless, also.when}) read(expr);
      for (const auto expr : also.call.arguments) read(expr);
    }
  }

 private:
  void read(const model::Rule& rule) {
    for (const auto expr : {rule.in_force, rule.unless, rule.when, rule.value}) read(expr);
    for (const auto& call : rule.then) {
      for (const auto expr : call.arguments) read(expr);
    }
  }

  void read(model::ExprId id) {
    if (id == model::none || !seen_.insert(id).second) return;
    const model::Expr& expr = model_[id];
    mentioned_.files.insert(expr.file);
    if (const auto* node = std::get_if<model::Constant>(&expr.node)) mentioned_.add(expr.type.base, node->value);
    if (const auto* node = std::get_if<model::ParameterRef>(&expr.node)) read(model_.parameters[node->parameter].value);
    if (const auto* node = std::get_if<model::DefineRef>(&expr.node)) read(model_.defines[node->define].body);
    if (const auto used = model_.used_decision(id); used != model::none) read(model_.decisions[used]);
    for (const auto part : model::parts(expr)) read(part);
  }

  const model::Model& model_;
  Mentioned& mentioned_;
  std::set<model::ExprId> seen_;
};

/// The instants to try, from those mentioned.
class Candidates {
 public:
  Candidates(const model::Model& model, std::int64_t now, const Mentioned& mentioned)
      : now_(now), mentioned_(mentioned) {
    Numbers instants = mentioned.instants;
    instants.insert(now);
    for (const auto file : mentioned.files) {
      const Place place{model.files[file].zone.get(), model.files[file].calendar.get()};
      if (place.zone != nullptr) add_by_calendar(place, instants);
    }
    // As deep as sums are nested, while they are few.
    for (int nested = 0; nested < 2 && instants.size() < most_to_shift; ++nested) add_durations(instants);
    for (const std::int64_t instant : instants) add(instant);
    for (std::int64_t ahead = 1; ahead < 400'000 * day; ahead *= 2) all_.insert(now + ahead);
    all_.insert(time::last_instant);
  }

  /// After now, in order.
  Numbers all() const { return {all_.upper_bound(now_), all_.upper_bound(time::last_instant)}; }

 private:
  void add(std::int64_t instant) { all_.insert({instant - 1, instant, instant + 1}); }

  static constexpr std::size_t most_to_shift = 150;

  /// What is mentioned, shifted by the periods; the days of all that, where they begin and end, and the times of day on
  /// them; and where days and months to come begin.
  void add_by_calendar(const Place& place, Numbers& instants) {
    Numbers shifted = instants, dates = mentioned_.dates;
    for (const std::int64_t instant : instants) add_shifted(place, Kind::instant, instant, shifted);
    for (const std::int64_t date : mentioned_.dates) add_shifted(place, Kind::date, date, dates);
    for (const std::int64_t instant : shifted) dates.insert(local(place, instant).date);
    const std::int64_t today = local(place, now_).date;
    for (const std::int64_t date : Numbers(dates)) dates.insert(date + 1);
    for (const std::int64_t date : dates) {
      add_local(place, {date, 0}, shifted);
      for (const std::int64_t time : mentioned_.times) add_local(place, {date, time}, shifted);
    }
    instants = shifted;
    Numbers to_come;
    for (std::int64_t ahead = 1; ahead <= 8; ++ahead) add_local(place, {today + ahead, 0}, to_come);
    std::int64_t month = start_of_month(today);
    for (int ahead = 0; ahead < 13; ++ahead) add_local(place, {month = start_of_month(month + 31), 0}, to_come);
    for (const std::int64_t instant : to_come) add(instant);
  }

  void add_shifted(const Place& place, Kind kind, std::int64_t from, Numbers& to) const {
    for (const std::int64_t period : mentioned_.periods) {
      for (const int sign : {1, -1}) {
        try {
          to.insert(shifted(place, kind, from, period, sign));
        } catch (const Fault) {
          continue;  // There is no such day.
        }
      }
    }
  }

  static void add_local(const Place& place, LocalTime local, Numbers& to) {
    try {
      to.insert(instant(place, local));
    } catch (const Fault) {
      return;
    }
  }

  void add_durations(Numbers& instants) const {
    for (const std::int64_t start : Numbers(instants)) {
      for (const std::int64_t duration : mentioned_.durations) {
        if (duration < -400'000 * day || duration > 400'000 * day) continue;
        instants.insert({start - duration, start + duration});
      }
    }
  }

  std::int64_t now_;
  const Mentioned& mentioned_;
  Numbers all_;
};

}  // namespace

std::set<std::int64_t> candidates(const model::Model& model, const Facts& facts, std::int64_t now,
                                  model::DecisionId decision) {
  Mentioned mentioned;
  for (std::size_t fact = 0; fact < facts.size(); ++fact) {
    if (facts[fact]) mentioned.add(model.schema, model.facts[fact].type, *facts[fact]);
  }
  Reader(model, mentioned).read(model.decisions[decision]);
  return Candidates(model, now, mentioned).all();
}

}  // namespace writ::reference
