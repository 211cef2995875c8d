#pragma once
// Who reads what is declared, in all files that are linted together.

#include <cstdint>
#include <memory>
#include <set>
#include <string_view>
#include <vector>

#include "tools/lint/lint.hpp"

namespace writ::lint::correctness {

/// By their ids in the model. What a definition reads is read, whoever uses the definition.
struct Readers {
  std::vector<bool> parameters, defines, fixtures, notices;
  std::vector<bool> facts;           ///< By decisions and what they use, and by invariants.
  std::vector<bool> facts_required;  ///< By requirements.
  std::vector<bool> facts_tested;    ///< By tests: given or read.
};
std::shared_ptr<const Readers> readers(const Subject& subject);

/// Whether all who might use what this file declares seem to be here: a policy, or a module that a file with decisions
/// uses.
class Company {
 public:
  explicit Company(const Subject& subject);
  bool complete(model::FileIndex file) const { return complete_[file]; }
  /// Whether some file here uses it, with decisions or not.
  bool used(model::FileIndex file) const { return used_[file]; }

 private:
  std::vector<bool> complete_, used_;
};

/// Every name that a file writes, whatever it stands for: of values, types, notices, calendars, requirements. The first
/// part of a dotted one and the last.
std::set<std::string_view> names_in(const syntax::File& file);

/// Where the name stands in a declaration that is known by its span.
Span name_place(const Subject& subject, Span declaration);
bool has_tests(const Subject& subject, model::FileIndex file);

/// A place with the line break after it, where it has its lines for itself: what to delete.
Span whole_lines(const Subject& subject, Span place);

}  // namespace writ::lint::correctness
