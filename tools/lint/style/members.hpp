#pragma once
// Where members of enums are written: a name alone does not say whether it is one.

#include <cstdint>
#include <optional>
#include <unordered_map>

#include "engine/model/model.hpp"

namespace writ::lint::style {

class MemberPlaces {
 public:
  explicit MemberPlaces(const model::Model& model);

  bool contains(Span place) const { return types_.contains(key(place)); }
  /// The enum, as an index in the schema, whose member is written there.
  std::optional<std::uint32_t> type_at(Span place) const;

 private:
  static std::uint64_t key(Span place) { return std::uint64_t{place.file} << 32 | place.begin; }

  std::unordered_map<std::uint64_t, std::uint32_t> types_;
};

}  // namespace writ::lint::style
