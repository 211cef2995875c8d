#pragma once
// How long lists have to be for all that a model asks of their lengths. Included by this room's own files only.

#include <cstdint>
#include <map>
#include <string>

#include "engine/model/model.hpp"

namespace writ::analysis {

/// By the elements' type, which is what a list is known by wherever it is passed: one more than the largest number that
/// a count or a size of such a list is compared with. Types that are not there are not counted.
class ListLengths {
 public:
  /// More of them.
  void add(const model::Model& model);
  struct Length {
    std::uint32_t most;
    std::uint32_t enough;  ///< For all that is asked of it; it may be more than `most`.
  };
  Length most(const Schema& schema, Type element, bool inner) const;

 private:
  std::map<std::string, std::uint32_t> most_;  // By the type's name, qualified.
};

}  // namespace writ::analysis
