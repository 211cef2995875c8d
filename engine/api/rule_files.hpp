#pragma once
// Rule files from the disk.

#include <cstdint>
#include <memory>
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
RuleFiles read_rule_files(const std::vector<std::string>& paths, SavedPrograms saved = SavedPrograms::refused,
                          const Limits& limits = {});

/// A saved program in memory. It is read and not mapped, which takes a quarter of a millisecond more for five
/// megabytes: a file that is shortened while it is mapped ends the process.
class SavedBytes {
 public:
  /// Nothing where the file is no saved program, cannot be read, or is larger than 1 GiB.
  static SavedBytes open(const std::string& path);
  std::string_view view() const { return {bytes_.get(), size_}; }

 private:
  std::unique_ptr<char[]> bytes_;
  std::size_t size_ = 0;
};

}  // namespace writ
