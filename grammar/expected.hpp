#pragma once
// From "this production did not match here" to a diagnostic that helps.

#include <string_view>

#include "grammar/diagnostic.hpp"
#include "grammar/events.hpp"
#include "grammar/scan.hpp"

namespace writ {

/// The row of a production in messages.hpp.
struct Expectation {
  Code code = Code::expected_something_else;
  std::string_view what;  ///< What may stand here: "a condition", "`=`".
  std::string_view help = {};
};

/// What is known where a production failed.
struct FailurePlace {
  FileId file;
  std::string_view source;
  std::uint32_t at;  ///< Behind the last token that was understood.
  const Events* events;
  const std::vector<std::uint32_t>* open;  ///< Indices of the events that are not closed, outermost first.
};

/// What is thrown and caught inside parse.cpp.
struct Failure {
  Diagnostic diagnostic;
  std::uint32_t resume;  ///< Where skipping begins: what stands before it was the mistake itself.
};

Failure explain(const Expectation& expected, const FailurePlace& place);

}  // namespace writ
