#include "engine/api/place_members.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>
#include <set>

#include "engine/facts/plan.hpp"
#include "engine/value/names.hpp"
#include "engine/value/time/civil.hpp"

namespace writ {
namespace {

using bound::Description;
using bound::Gives;
using bound::Place;

/// What a member is, where it was found in the schema.
struct Found {
  Type type;
  std::uint32_t slot = 0;
  bool read = false;
};

std::string_view words(Gives gives) {
  switch (gives) {
    case Gives::boolean: return "a bool";
    case Gives::integer: return "a whole number";
    case Gives::enumeration: return "enumerators";
    case Gives::text: return "a text";
    case Gives::instant: return "an instant";
    case Gives::date: return "a date";
    case Gives::time_of_day: return "a time of day";
    case Gives::duration: return "a duration";
    case Gives::decimal: return "a decimal";
    case Gives::money: return "money";
    case Gives::record: return "a record";
    case Gives::list: return "a list";
  }
  return "";
}

bool fits(Gives gives, Type type) {
  if (type.is_list()) return gives == Gives::list;
  switch (type.base) {
    case Kind::boolean: return gives == Gives::boolean;
    case Kind::integer: return gives == Gives::integer;
    case Kind::decimal: return gives == Gives::decimal;
    case Kind::text: return gives == Gives::text;
    case Kind::instant: return gives == Gives::instant;
    case Kind::date: return gives == Gives::date;
    case Kind::time_of_day: return gives == Gives::time_of_day || gives == Gives::duration;
    case Kind::duration: return gives == Gives::duration;
    case Kind::money: return gives == Gives::money;
    case Kind::enumeration: return gives == Gives::enumeration;
    case Kind::record: return gives == Gives::record;
    case Kind::period:
    case Kind::unknown: break;
  }
  return false;
}

/// How a member of such a type is bound, where something else was.
std::string how_to_bind(Type type, Gives gives) {
  if (type.is_list()) return "bind any range";
  switch (type.base) {
    case Kind::instant:
      return gives == Gives::integer ? "say what it counts: writ::unix_seconds, writ::unix_millis or writ::unix_micros"
                                     : "bind a std::chrono::sys_time, or a number with writ::unix_seconds";
    case Kind::duration:
    case Kind::time_of_day:
      return gives == Gives::integer ? "say what it counts, such as writ::count_of<std::chrono::seconds>"
                                     : "bind a std::chrono::duration";
    case Kind::date: return "bind a std::chrono::sys_days or std::chrono::year_month_day";
    case Kind::decimal: return "bind a whole number with writ::scale(places), or a writ::Value::Decimal";
    case Kind::money: return "bind a whole number with writ::money(\"" + currency_letters(type.id) + "\", places)";
    case Kind::enumeration: return "bind it with its enumerators: {{State::open, \"open\"}, ...}";
    case Kind::record: return "bind it with the binding of its type";
    case Kind::integer: return "bind a whole number as it is";
    case Kind::text: return "bind a std::string or std::string_view";
    case Kind::boolean: return "bind a bool";
    case Kind::period:
    case Kind::unknown: break;
  }
  return {};
}

class Placer {
 public:
  Placer(const Program& program, const Reads& reads, model::DecisionId decision)
      : program_(program), model_(*program.model), schema_(model_.schema), reads_(reads), decision_(decision) {}

  PlacedMembers take() { return std::move(placed_); }

  void facts(const Description& description, bool now_is_given) {
    now_is_given_ = now_is_given;
    Place& root = placed_.root;
    std::set<std::string> given;
    for (const Description& member : description.inside) {
      place(member, find_fact(member.name), member.name, root.inside.emplace_back(), given);
    }
    for (const model::FactId id : reads_.facts) {
      const model::Fact& fact = model_.facts[id];
      if (!given.contains(fact.name)) missing(fact.type, fact.name, given);
    }
    if (!now_is_given && !given.contains("now")) {
      problem("`now` is not bound", "bind it, or give the time in DecideOptions");
    }
  }

 private:
  void problem(std::string message, std::string help = {}) {
    placed_.problems.push_back({std::move(message), std::move(help)});
  }

  std::string type_name(Type type) const { return schema_.type_name(type); }

  /// By a dotted name; nothing, with a problem told, where there is none.
  std::optional<Found> find_fact(const std::string& path) {
    const std::string first = path.substr(0, path.find('.'));
    const std::string rest = path.size() > first.size() ? path.substr(first.size() + 1) : std::string();
    if (path == "now") return Found{Type{Kind::instant}, program_.fact_slots, !now_is_given_};
    std::vector<std::string_view> names{"now"};
    std::optional<model::FactId> found;
    for (model::FactId id = 0; id < model_.facts.size(); ++id) {
      names.push_back(model_.facts[id].name);
      if (model_.facts[id].name != first) continue;
      if (!found || reads_.facts.contains(id)) found = id;
    }
    if (!found) {
      problem("there is no fact `" + first + "`", suggestion(first, names));
      return std::nullopt;
    }
    const Found fact{model_.facts[*found].type, program_.fact_offsets[*found], reads_.facts.contains(*found)};
    return rest.empty() ? fact : find_inside(fact, first, rest);
  }

  std::optional<Found> find_inside(Found at, std::string path, std::string_view rest) {
    while (!rest.empty()) {
      const std::string name(rest.substr(0, rest.find('.')));
      rest.remove_prefix(std::min(rest.size(), name.size() + 1));
      if (at.type.base != Kind::record || at.type.is_list()) {
        problem(fmt::format("`{}` is {}, which has no field `{}`", path, type_name(at.type), name));
        return std::nullopt;
      }
      if (at.type.optional) {
        problem("`" + path + "` may be absent, and its fields cannot be bound by themselves",
                "bind `" + path + "` as a record, with a std::optional or a pointer");
        return std::nullopt;
      }
      const std::optional<Found> field = find_field(at.type.id, name, path);
      if (!field) return std::nullopt;
      path += "." + name;
      at = {field->type, at.slot + field->slot, at.read && field->read};
    }
    return at;
  }

  std::optional<Found> find_field(std::uint32_t record, const std::string& name, const std::string& path) {
    const RecordInfo& declared = schema_.records[record];
    if (const auto field = declared.field(name)) {
      return Found{declared.fields[*field].type, declared.fields[*field].offset, reads_.fields[record][*field]};
    }
    std::vector<std::string_view> names;
    for (const FieldInfo& field : declared.fields) names.push_back(field.name);
    problem(
        "`" + path + "` is a record " + std::string(unqualified(declared.name)) + ", which has no field `" + name + "`",
        suggestion(name, names));
    return std::nullopt;
  }

  static std::string suggestion(std::string_view name, const std::vector<std::string_view>& names) {
    const auto near = near_miss(name, names);
    return near ? "did you mean `" + std::string(*near) + "`?" : std::string();
  }

  /// A member of a row: a fact, or a field of a record.
  void place(const Description& member, std::optional<Found> found, const std::string& path, Place& to,
             std::set<std::string>& given) {
    if (!found) return;
    if (!given.insert(path).second || overlaps(path, given)) return problem("`" + path + "` is bound twice");
    const Type type = found->type;
    if (member.may_be_absent && !type.optional) {
      problem("`" + path + "` is bound to what may be absent, and is " + type_name(type),
              "bind a value that is always there, or declare it `" + type_name(type.or_absent()) + "`");
    }
    to.optional = type.optional;
    value(member, type.present(), path, to, found->read);
    if (found->read) to.slot = found->slot;
    to.usual = found->read && !to.optional;
  }

  /// A record is bound as a whole, and a member of it by itself.
  static bool overlaps(const std::string& path, const std::set<std::string>& given) {
    for (auto dot = path.rfind('.'); dot != std::string::npos && dot > 0; dot = path.rfind('.', dot - 1)) {
      if (given.contains(path.substr(0, dot))) return true;
    }
    const auto next = given.lower_bound(path + ".");
    return next != given.end() && next->starts_with(path + ".");
  }

  void value(const Description& member, Type type, const std::string& path, Place& to, bool read) {
    if (!fits(member.gives, type)) {
      std::string help = how_to_bind(type, member.gives);
      return problem("`" + path + "` is " + type_name(type) + ", and is bound to " + std::string(words(member.gives)),
                     std::move(help));
    }
    to.expected = expected_words(schema_, type);
    if (type.is_list()) return list(member, type, path, to, read);
    if (type.is(Kind::enumeration)) return enumerators(member, schema_.enums[type.id], path, to);
    if (type.is(Kind::record)) return record(member, type.id, path, to, read);
    if (type.is(Kind::money)) {
      to.currency = currency_letters(type.id);
      if (!member.currency.empty() && member.currency != to.currency) {
        problem("`" + path + "` is " + type_name(type) + ", and is bound to money in " + member.currency);
      }
    }
    if (const int places = member.places; places < 0 || places > 6) {
      problem("`" + path + "` is bound with " + std::to_string(places) + " decimal places", "there are 0 to 6");
    }
    limits(type, member, to);
  }

  /// What fits, in the unit that is counted.
  static void limits(Type type, const Description& member, Place& to) {
    using Count = std::numeric_limits<std::int64_t>;
    std::int64_t least = Count::min();
    std::int64_t most = Count::max();
    if (type.is(Kind::instant)) least = time::first_instant, most = time::last_instant;
    if (type.is(Kind::date)) least = time::first_date, most = time::last_date;
    if (type.is(Kind::time_of_day)) least = 0, most = time::day - 1;
    // Rounded towards each other: a division of numbers with a sign rounds towards zero.
    least = least / member.times + (least > 0 && least % member.times != 0 ? 1 : 0);
    most = most / member.times - (most < 0 && most % member.times != 0 ? 1 : 0);
    // Of a finer unit, all counts that round down to the last that fits do.
    if (__builtin_mul_overflow(least, member.parts, &least)) least = Count::min();
    if (__builtin_mul_overflow(most, member.parts, &most) || __builtin_add_overflow(most, member.parts - 1, &most)) {
      most = Count::max();
    }
    to.least = least;
    to.span = static_cast<std::uint64_t>(most) - static_cast<std::uint64_t>(least);
  }

  void list(const Description& member, Type type, const std::string& path, Place& to, bool read) {
    const Type element = type.element();
    const Description& inside = member.inside.front();
    to.is_list = true;
    to.width = schema_.slots(element);
    Place& within = to.inside.emplace_back();
    if (inside.may_be_absent) {
      problem("an element of `" + path + "` is bound to what may be absent", "elements of lists are always there");
    }
    value(inside, element, path, within, read);
    if (element.is(Kind::record)) {
      // A record is copied whole where a policy takes one out of the list, and so are words that nothing is written to.
      const auto& fields = reads_.fields[element.id];
      to.partly = std::ranges::any_of(fields, [](bool is_read) { return !is_read; });
      for (const FieldInfo& field : schema_.records[element.id].fields) to.partly |= field.type.base == Kind::record;
    }
  }

  void enumerators(const Description& member, const EnumInfo& declared, const std::string& path, Place& to) {
    std::map<std::int64_t, std::int64_t> known;
    for (const auto& [number, name] : member.enumerators) {
      const auto found = declared.member(name);
      if (!found) {
        std::vector<std::string_view> names;
        for (const EnumMemberInfo& each : declared.members) names.push_back(each.name);
        problem(fmt::format("`{}`: {} has no member `{}`", path, unqualified(declared.name), name),
                suggestion(name, names));
        continue;
      }
      const auto [entry, added] = known.try_emplace(number, std::int64_t{*found});
      if (!added && entry->second != std::int64_t{*found}) {
        problem(fmt::format("`{}`: the enumerator {} stands for both `{}` and `{}`", path, number,
                            declared.members[static_cast<std::size_t>(entry->second)].name, name));
      }
    }
    if (known.empty()) return problem("`" + path + "` is bound without enumerators");
    const std::int64_t first = known.begin()->first;
    const auto span = static_cast<std::uint64_t>(known.rbegin()->first) - static_cast<std::uint64_t>(first);
    constexpr std::uint64_t most_in_a_table = 1024;
    to.least = first;
    if (member.of_bytes) {
      to.of_bytes.assign(256, -1);
    } else if (span < most_in_a_table) {
      to.in_table = static_cast<std::uint32_t>(span) + 1;
      to.members.assign(to.in_table, -1);
    }
    for (const auto& [number, found] : known) {
      if (member.of_bytes) {
        to.of_bytes[static_cast<unsigned char>(number)] = static_cast<std::int32_t>(found);
      } else if (span < most_in_a_table) {
        to.members[static_cast<std::uint64_t>(number) - static_cast<std::uint64_t>(first)] = found;
      } else {
        to.known_values.push_back(number);
        to.known_members.push_back(found);
      }
    }
  }

  void record(const Description& member, std::uint32_t id, const std::string& path, Place& to, bool read) {
    const RecordInfo& declared = schema_.records[id];
    if (!member.record.empty() && member.record != declared.name && member.record != unqualified(declared.name)) {
      problem("`" + path + "` is a record " + declared.name + ", and is bound as " + member.record);
    }
    std::set<std::string> given;
    for (const Description& inside : member.inside) {
      std::optional<Found> found = find_inside({Type{Kind::record, 0, false, id}, 0, read}, path, inside.name);
      place(inside, found, path + "." + inside.name, to.inside.emplace_back(), given);
    }
    if (read) missing_members(id, path, given);
  }

  /// Tells what is read of a value and was not given. A record may be given whole, or by some of its members.
  void missing(Type type, const std::string& path, const std::set<std::string>& given) {
    if (given.contains(path)) return;
    const std::string begin = path + ".";
    const auto next = given.lower_bound(begin);
    const bool by_members = next != given.end() && next->starts_with(begin);
    if (by_members) return missing_members(type.id, path, given);
    problem("`" + path + "` is read by " + model_.decisions[decision_].name + ", and is not bound");
  }
  void missing_members(std::uint32_t record, const std::string& path, const std::set<std::string>& given) {
    const RecordInfo& declared = schema_.records[record];
    for (std::size_t i = 0; i < declared.fields.size(); ++i) {
      if (reads_.fields[record][i]) missing(declared.fields[i].type, path + "." + declared.fields[i].name, given);
    }
  }

  const Program& program_;
  const model::Model& model_;
  const Schema& schema_;
  const Reads& reads_;
  model::DecisionId decision_;
  bool now_is_given_ = false;
  PlacedMembers placed_;
};

}  // namespace

PlacedMembers place_members(const Program& program, model::DecisionId decision, const Reads& reads,
                            const Description& facts, bool now_is_given) {
  Placer placer(program, reads, decision);
  placer.facts(facts, now_is_given);
  return placer.take();
}

}  // namespace writ
