#include <algorithm>
#include <utility>
#include <vector>

#include "engine/builtins/family.hpp"

namespace writ {
namespace {

struct Table {
  std::vector<Builtin> rows;

  /// The rows that share a name, in the order of `rows`.
  struct Group {
    std::pair<std::string_view, bool> key;  // The name, and whether it is an operator's.
    std::vector<const Builtin*> rows;
  };
  std::vector<Group> groups;  // Sorted by key.
  std::vector<std::string_view> function_names;

  Table() {
    for (const auto family :
         {family::arithmetic(), family::comparison(), family::numbers(), family::time(), family::text()}) {
      rows.insert(rows.end(), family.begin(), family.end());
    }
    for (const Builtin& row : rows) {
      const std::pair key{row.name, row.is_operator};
      auto group = std::ranges::lower_bound(groups, key, {}, &Group::key);
      if (group == groups.end() || group->key != key) group = groups.insert(group, Group{key, {}});
      group->rows.push_back(&row);
    }
    for (const Group& group : groups) {
      if (!group.key.second) function_names.push_back(group.key.first);
    }
  }
};

const Table& table() {
  static const Table built;
  return built;
}

}  // namespace

std::span<const Builtin> builtins() { return table().rows; }

std::uint32_t index_of(const Builtin& builtin) { return static_cast<std::uint32_t>(&builtin - table().rows.data()); }

std::span<const Builtin* const> overloads(std::string_view name, bool is_operator) {
  const auto& groups = table().groups;
  const std::pair key{name, is_operator};
  const auto group = std::ranges::lower_bound(groups, key, {}, &Table::Group::key);
  if (group == groups.end() || group->key != key) return {};
  return group->rows;
}

std::span<const std::string_view> function_names() { return table().function_names; }

}  // namespace writ
