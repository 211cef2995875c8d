// Questions about all facts that are in no file: invariants in the scope of one.

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "engine/check/declarations.hpp"
#include "engine/check/typer.hpp"

namespace writ::checking {
namespace {

std::optional<FileIndex> file_named(Context& context, const Question& question) {
  const FileIndex file = context.symbols.file_named(question.scope);
  if (file != none) return file;
  auto report = context.error(Code::unknown_file, question.scope_span,
                              fmt::format("there is no policy or module `{}`", question.scope));
  context.suggest(report, {question.scope, question.scope_span}, context.symbols.file_names());
  return std::nullopt;
}

/// What the names of a question stand for in one file.
struct Reading {
  FileIndex file = 0;
  std::vector<const Symbol*> symbols;
  std::size_t own = 0;  ///< Declared in the file itself.
};

Reading reading(const Context& context, FileIndex file, const syntax::Expr& condition) {
  Reading result{file, {}, 0};
  for (const Mention& mention : mentions(context, file, condition)) {
    result.symbols.push_back(mention.symbol);
    result.own += mention.symbol->file == file;
  }
  return result;
}

/// The file that knows most of the names; of those that agree on what they mean, the one that declares most of them.
std::optional<FileIndex> file_that_knows(Context& context, const Question& question) {
  std::vector<Reading> readings;
  for (FileIndex file = 0; file < context.files.size(); ++file) {
    readings.push_back(reading(context, file, *question.condition));
  }
  if (readings.empty()) return std::nullopt;
  const std::size_t most =
      std::ranges::max(readings, {}, [](const Reading& each) { return each.symbols.size(); }).symbols.size();
  std::erase_if(readings, [&](const Reading& each) { return each.symbols.size() < most; });
  const auto rank = [&](const Reading& each) {
    return std::pair(each.own, context.files[each.file].header.policy ? 1 : 0);
  };
  const Reading& best = *std::ranges::max_element(readings, {}, rank);
  for (const Reading& other : readings) {
    if (most == 0 || other.symbols == best.symbols) continue;
    const auto name = [&](const Reading& each) { return context.symbols.file_name(each.file); };
    context
        .error(Code::ambiguous_name, question.condition->span,
               fmt::format("the names mean one thing in `{}` and another in `{}`", name(best), name(other)))
        .help(fmt::format("say whose are meant: `--policy {}`", name(best)));
    return std::nullopt;
  }
  return best.file;
}

}  // namespace

void type_questions(Context& context, std::span<const Question> questions) {
  for (const Question& question : questions) {
    if (question.condition == nullptr) continue;
    const auto file = question.scope.empty() ? file_that_knows(context, question) : file_named(context, question);
    if (!file) continue;
    Uses uses;
    Typer typer(context, {*file, false, {}}, uses);
    const ExprId condition = typer.condition(*question.condition).id;
    const Reads reads = context.reads.close(uses);
    context.model.invariants.push_back(
        {question.text, condition, reads.facts.all(), reads.now, *file, question.condition->span});
  }
}

}  // namespace writ::checking
