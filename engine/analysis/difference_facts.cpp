#include "engine/analysis/difference_facts.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

namespace writ::analysis {
namespace {

using namespace model;

/// What facts may say there. Of a record only that it is one: its fields are compared by themselves.
std::string declared(const Schema& schema, Type type, Encoding encoding) {
  std::string words;
  for (std::uint32_t i = 0; i < type.lists; ++i) words += "list of ";
  if (type.base == Kind::record) {
    words += "record";
  } else if (type.base == Kind::enumeration) {
    std::vector<std::string> members;
    for (const EnumMemberInfo& member : schema.enums[type.id].members) members.push_back(member.spelling);
    std::ranges::sort(members);
    std::string all;
    for (const std::string& member : members) all += (all.empty() ? "" : " | ") + member;
    words += type.lists > 0 || type.optional ? "(" + all + ")" : all;
  } else {
    Type plain = type.present();
    plain.lists = 0;
    words += schema.type_name(plain);
  }
  constexpr std::array<const char*, 3> encodings{"", " in seconds", " in milliseconds"};
  if (type.base == Kind::instant) words += encodings[static_cast<std::size_t>(encoding)];
  return words + (type.optional ? "?" : "");
}

class FactComparison {
 public:
  FactComparison(const Schema& before, const Schema& after) : before_(before), after_(after) {}

  void compare(const std::string& path, Type a, Encoding a_encoding, Type b, Encoding b_encoding) {
    std::string before = declared(before_, a, a_encoding), after = declared(after_, b, b_encoding);
    const bool retyped = a.base != b.base || a.lists != b.lists || (a.base == Kind::money && a.id != b.id) ||
                         (a.base == Kind::instant && a_encoding != b_encoding);
    if (before != after) changes.push_back({path, std::move(before), std::move(after), retyped});
    if (a.base != b.base || a.lists != b.lists) return;
    std::string below = path;
    for (std::uint32_t i = 0; i < a.lists; ++i) below += "[]";
    if (a.base != Kind::record || !open_.insert({a.id, b.id}).second) return;
    compare(below, before_.records[a.id], after_.records[b.id]);
    open_.erase({a.id, b.id});
  }

  std::vector<FactChange> changes;

 private:
  void compare(const std::string& path, const RecordInfo& a, const RecordInfo& b) {
    for (const FieldInfo& field : a.fields) {
      const auto other = std::ranges::find(b.fields, field.spelling, &FieldInfo::spelling);
      const std::string at = path + "." + field.spelling;
      if (other == b.fields.end()) {
        changes.push_back({at, declared(before_, field.type, field.encoding), {}, false});
      } else {
        compare(at, field.type, field.encoding, other->type, other->encoding);
      }
    }
    for (const FieldInfo& field : b.fields) {
      if (std::ranges::find(a.fields, field.spelling, &FieldInfo::spelling) != a.fields.end()) continue;
      changes.push_back({path + "." + field.spelling, {}, declared(after_, field.type, field.encoding), false});
    }
  }

  const Schema& before_;
  const Schema& after_;
  std::set<std::pair<std::uint32_t, std::uint32_t>> open_;  // Records may hold lists of themselves.
};

const Fact* find(const Model& model, std::span<const FactId> needed, const std::string& spelling) {
  const auto found = std::ranges::find_if(needed, [&](FactId id) { return model.facts[id].spelling == spelling; });
  return found == needed.end() ? nullptr : &model.facts[*found];
}

}  // namespace

std::vector<FactChange> fact_changes(const Model& before, std::span<const FactId> needed_before, const Model& after,
                                     std::span<const FactId> needed_after) {
  FactComparison comparison(before.schema, after.schema);
  for (const FactId id : needed_before) {
    const Fact& fact = before.facts[id];
    if (const Fact* const other = find(after, needed_after, fact.spelling)) {
      comparison.compare(fact.spelling, fact.type, fact.encoding, other->type, other->encoding);
    } else {
      comparison.changes.push_back({fact.spelling, declared(before.schema, fact.type, fact.encoding), {}, false});
    }
  }
  for (const FactId id : needed_after) {
    const Fact& fact = after.facts[id];
    if (find(before, needed_before, fact.spelling) != nullptr) continue;
    comparison.changes.push_back({fact.spelling, {}, declared(after.schema, fact.type, fact.encoding), false});
  }
  const Type instant{Kind::instant};
  if (before.now_encoding != after.now_encoding) {
    comparison.compare("now", instant, before.now_encoding, instant, after.now_encoding);
  }
  return std::move(comparison.changes);
}

}  // namespace writ::analysis
