#include "engine/analysis/difference_links.hpp"

#include <algorithm>

#include "engine/analysis/symbol_operations.hpp"

namespace writ::analysis {
namespace {

using namespace model;

/// As what two values are compared.
enum class Seen : std::uint8_t {
  in_records,  ///< Facts: by their spellings, and what one alone reads does not matter.
  as_answers,  ///< What is decided: by declared names, and all of it.
};

class Linker {
 public:
  Linker(Terms& terms, const Schema& before, const Schema& after, Seen seen)
      : terms_(terms), before_(before), after_(after), seen_(seen) {}

  /// Whether two values are the same; of members that have no counterpart: no.
  Term same(Type a_type, const Symbol& a, Type b_type, const Symbol& b) {
    if (a_type.optional || b_type.optional) {
      const Term yes = terms_.truth(true);
      const Term a_present = a.present.value_or(yes);
      const Term values = same(a_type.present(), a, b_type.present(), b);
      return terms_.both(terms_.equal(a_present, b.present.value_or(yes)), terms_.implies(a_present, values));
    }
    if (a_type.lists != b_type.lists) return terms_.truth(false);
    if (a_type.is_list()) return same_lists(a_type, a, b_type, b);
    if (a_type.base != b_type.base) return terms_.truth(false);
    switch (a_type.base) {
      case Kind::record: return same_records(a_type, a, b_type, b);
      case Kind::enumeration: return same_members(a_type, a, b_type, b);
      case Kind::money:
        if (a_type.id != b_type.id) return terms_.truth(false);
        break;
      default: break;
    }
    return terms_.equal(a.term, b.term);
  }

 private:
  Term same_lists(Type a_type, const Symbol& a, Type b_type, const Symbol& b) {
    Term all = terms_.equal(a.term, b.term);
    // Elements that are not known may be the same or not.
    const Term unknown = terms_.either(goes_on(terms_, a), goes_on(terms_, b));
    if (unknown != terms_.truth(false)) {
      all = terms_.both(all, terms_.implies(unknown, terms_.variable({"(same)", Sort::truth, 0, 1})));
    }
    for (std::size_t i = 0; i < std::min(a.parts.size(), b.parts.size()); ++i) {
      const Term in = terms_.below(terms_.number(static_cast<Integer>(i)), a.term);
      all = terms_.both(all, terms_.implies(in, same(a_type.element(), a.parts[i], b_type.element(), b.parts[i])));
    }
    return all;
  }

  /// What a field or a member is known by.
  template <typename Named>
  const std::string& key(const Named& named) const {
    return seen_ == Seen::in_records ? named.spelling : named.name;
  }

  Term same_records(Type a_type, const Symbol& a, Type b_type, const Symbol& b) {
    Term all = terms_.truth(true);
    const auto& b_fields = after_.records[b_type.id].fields;
    const auto& a_fields = before_.records[a_type.id].fields;
    if (seen_ == Seen::as_answers && a_fields.size() != b_fields.size()) return terms_.truth(false);
    for (std::size_t i = 0; i < a_fields.size(); ++i) {
      const auto found = std::ranges::find_if(b_fields, [&](const FieldInfo& f) { return key(f) == key(a_fields[i]); });
      if (found == b_fields.end()) {
        if (seen_ == Seen::as_answers) return terms_.truth(false);
        continue;
      }
      const auto j = static_cast<std::size_t>(found - b_fields.begin());
      all = terms_.both(all, same(a_fields[i].type, a.parts[i], b_fields[j].type, b.parts[j]));
    }
    return all;
  }

  Term same_members(Type a_type, const Symbol& a, Type b_type, const Symbol& b) {
    const EnumInfo& a_info = before_.enums[a_type.id];
    const EnumInfo& b_info = after_.enums[b_type.id];
    const auto alike = [&](const EnumMemberInfo& x, const EnumMemberInfo& y) { return key(x) == key(y); };
    if (std::ranges::equal(a_info.members, b_info.members, alike)) return terms_.equal(a.term, b.term);
    Term any = terms_.truth(false);
    for (std::size_t i = 0; i < a_info.members.size(); ++i) {
      for (std::size_t j = 0; j < b_info.members.size(); ++j) {
        if (!alike(a_info.members[i], b_info.members[j])) continue;
        any = terms_.either(any, terms_.both(terms_.equal(a.term, terms_.number(static_cast<Integer>(i))),
                                             terms_.equal(b.term, terms_.number(static_cast<Integer>(j)))));
      }
    }
    return any;
  }

  Terms& terms_;
  const Schema& before_;
  const Schema& after_;
  Seen seen_;
};

}  // namespace

std::vector<Term> links(Terms& terms, const SymbolicFacts& facts, const Model& before,
                        std::span<const FactId> needed_before, const Model& after,
                        std::span<const FactId> needed_after) {
  std::vector<Term> found;
  Linker linker(terms, before.schema, after.schema, Seen::in_records);
  for (const FactId a : needed_before) {
    for (const FactId b : needed_after) {
      const Fact& fact = before.facts[a];
      const Fact& other = after.facts[b];
      if (fact.spelling != other.spelling) continue;
      found.push_back(linker.same(fact.type, facts.fact(before, a), other.type, facts.fact(after, b)));
    }
  }
  return found;
}

Term same_values(Terms& terms, const Schema& before, Type type_before, const Symbol& a, const Schema& after,
                 Type type_after, const Symbol& b) {
  return Linker(terms, before, after, Seen::as_answers).same(type_before, a, type_after, b);
}

}  // namespace writ::analysis
