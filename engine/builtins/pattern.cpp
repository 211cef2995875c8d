#include <re2/re2.h>

#include "engine/builtins/builtin.hpp"

namespace writ {

namespace {

/// Of one pattern, compiled and with what it remembers of texts. A larger one is refused.
constexpr std::int64_t most_memory = std::int64_t{1} << 18;

/// Where RE2 has no room for the states of a pattern, it looks at each of its instructions at each byte, which takes
/// some five nanoseconds. Whether it comes to that hangs on what was matched before: so it is always counted.
constexpr std::uint64_t instructions_a_step = 2;

}  // namespace

struct Pattern::Compiled {
  Compiled(std::string_view text, const re2::RE2::Options& options)
      : expression(re2::StringPiece(text.data(), text.size()), options) {}
  re2::RE2 expression;
};

Pattern::Pattern() = default;
Pattern::~Pattern() = default;

std::shared_ptr<const Pattern> Pattern::compile(std::string_view text, std::string& error) {
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_never_capture(true);  // Whether the whole matches is all that is asked.
  options.set_max_mem(most_memory);
  auto compiled = std::make_unique<Compiled>(text, options);
  if (!compiled->expression.ok()) {
    error = compiled->expression.error();
    return nullptr;
  }
  std::shared_ptr<Pattern> pattern(new Pattern);
  pattern->text_ = text;
  pattern->compiled_ = std::move(compiled);
  return pattern;
}

bool Pattern::matches_whole(std::string_view text) const {
  return re2::RE2::FullMatch(re2::StringPiece(text.data(), text.size()), compiled_->expression);
}

std::uint64_t Pattern::steps(std::uint64_t bytes) const {
  const auto instructions = static_cast<std::uint64_t>(compiled_->expression.ProgramSize());
  return (bytes + 1) * (1 + instructions / instructions_a_step);
}

}  // namespace writ
