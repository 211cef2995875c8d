#pragma once
// Rule files from the disk.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/api/load.hpp"

namespace writ {

struct RuleFiles {
  std::vector<NamedText> texts;
  std::string error, help;  ///< Where something cannot be read; `texts` is then not complete.
};

/// What is done with a saved program among the paths: its rule files are read from it, or it is an error.
enum class SavedPrograms : std::uint8_t { refused, read };

/// Each path is a file, or a directory that is walked for *.writ in the order of names. A file that is met twice is
/// read once.
RuleFiles read_rule_files(const std::vector<std::string>& paths, SavedPrograms saved = SavedPrograms::refused);

/// A saved program in memory, as the system maps its file. Who replaces such a file puts a new one in its place, as
/// `writ build` does: nobody may shorten it while it is read.
class SavedBytes {
 public:
  /// Nothing where the file is no saved program, or cannot be read.
  static SavedBytes open(const std::string& path);
  SavedBytes(SavedBytes&& other) noexcept;
  ~SavedBytes();
  std::string_view view() const { return bytes_; }

 private:
  SavedBytes() = default;
  std::string_view bytes_;
};

}  // namespace writ
