#pragma once
// `// lint:allow category/name reason`: an author's word that something is meant so.
//
// At the end of a line it is for what begins or ends on that line. Alone on a line it is for what begins on the next
// one that is no comment, to its end: an expression, a rule, a whole declaration; before the file's first word, for the
// whole file.

#include <functional>
#include <string>
#include <vector>

#include "tools/lint/lint.hpp"

namespace writ::lint {

struct Allow {
  struct Name {
    Lint lint;
    Span place;
    bool used = false;
  };
  Span comment;
  std::vector<Name> names;
  std::string reason;
  Span region;            ///< Where what it allows begins,
  bool ends_too = false;  ///< or ends.
};

class Allows {
 public:
  /// Those of all files. What is wrong with them is found too.
  explicit Allows(const Subject& subject);

  /// Whether it is allowed; the allow is then used.
  bool allow(const Finding& finding);
  /// Of each that allowed nothing, if `looked_for` says that its lint was looked for there.
  void unused(const std::function<bool(Lint, FileId)>& looked_for, Findings& findings) const;
  /// Allows that cannot be read.
  const Findings& mistakes() const { return mistakes_; }

 private:
  const Subject& subject_;
  std::vector<Allow> allows_;
  Findings mistakes_;
};

}  // namespace writ::lint
