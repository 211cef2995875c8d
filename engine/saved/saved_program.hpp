#pragma once
// A compiled program as a file: checked and compiled once, ready to decide wherever it is read. In the file are the
// texts that it was made from, what deciding needs of the model, and the program.
//
// A file is read by the same version of Writ on the same kind of machine, and refused by any other.

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/program/program.hpp"
#include "grammar/source.hpp"

namespace writ::saved {

/// Does a file begin as saved programs do?
bool is_saved(std::string_view bytes);

/// The same bytes for the same texts, wherever that is done. `files` are the rule files among the sources, the first of
/// them; nothing where the model cannot be compiled.
std::optional<std::string> save(const std::shared_ptr<const model::Model>& model, const SourceSet& sources);

/// The bytes of one program of these sources, as `save` makes them.
std::string written(const Program& program, const SourceSet& sources);

struct Problem {
  std::string message;  ///< What is wrong with the file, as what follows its name: "is cut off"; empty: nothing.
  std::string help;
};

struct Restored {
  Problem problem;
  std::shared_ptr<const SourceSet> sources;
  /// Its model has no expressions, and nothing else that deciding does not need.
  std::shared_ptr<const Program> program;
};
Restored restore(std::string_view bytes);

struct SourceText {
  std::string name, text;
};
/// The texts alone, to check them again where more than decisions is wanted.
struct RestoredTexts {
  Problem problem;
  std::vector<SourceText> texts;
};
RestoredTexts restore_texts(std::string_view bytes);

}  // namespace writ::saved
