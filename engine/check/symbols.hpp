#pragma once
// Which names each file declares, which files it uses, and what a name written in it means.

#include <array>
#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/model/model.hpp"
#include "grammar/syntax.hpp"

namespace writ::checking {

using model::FileIndex;
using model::none;

enum class SymbolKind : std::uint8_t {
  enumeration,
  record,
  fact,
  parameter,
  define,
  decision,
  fixture,
  notice,
  calendar,
  requirement,
  invariant,
  broken,  ///< A declaration that failed to parse after its name: it may be anything.
};

/// Names of different spaces never meet: `enum Remedy` and `decision remedy`, or an advice and a define.
enum class Space : std::uint8_t { values, types, notices, calendars, requirements };
constexpr std::size_t space_count = 5;

struct Symbol {
  SymbolKind kind = SymbolKind::broken;
  FileIndex file = 0;
  std::uint32_t index = 0;  ///< Counted among the declarations of its kind over all files; defines: see Sorted.
  syntax::Name name;
  const syntax::Declaration* declaration = nullptr;
};

/// What a lookup came to: one symbol, several that collide, or nothing.
struct Found {
  const Symbol* symbol = nullptr;
  const Symbol* rival = nullptr;  ///< Set where two used files declare the name.
};

struct UsedFile {
  FileIndex file = none;  ///< `none` where no such file is known.
  const syntax::Use* use = nullptr;
};

class Symbols {
 public:
  /// A name that a file declares twice in one space: the earlier and the later.
  struct Clash {
    const Symbol* first;
    Symbol second;
  };

  explicit Symbols(std::span<const syntax::File> files);

  const std::vector<Clash>& clashes() const { return clashes_; }
  const std::vector<UsedFile>& uses(FileIndex file) const { return files_[file].uses; }
  FileIndex file_named(std::string_view name) const;
  std::vector<std::string_view> file_names() const;
  const std::string& file_name(FileIndex file) const { return files_[file].name; }
  /// How many declarations of a kind there are.
  std::uint32_t count(SymbolKind kind) const { return counts_[static_cast<std::size_t>(kind)]; }

  /// An unqualified name: the file's own declaration, else that of a file that it uses without an alias.
  Found find(FileIndex from, std::string_view name, Space space) const;
  /// A name of one file.
  const Symbol* in_file(FileIndex file, std::string_view name, Space space) const;
  /// The file that `taobao.facts`, or an alias, stands for in `from`; `none` where it is not used there.
  FileIndex qualifier(FileIndex from, std::string_view written) const;
  /// Files, used or not, that declare the name.
  std::vector<const Symbol*> anywhere(std::string_view name, Space space) const;
  /// Every unqualified name that means something in the file.
  std::vector<std::string_view> names(FileIndex from, Space space) const;
  /// A name that is unknown in the file may be one that a failed parse has lost.
  bool may_have_lost(FileIndex from) const;
  bool lost_names(FileIndex file) const { return files_[file].lossy; }
  /// Some file's own name is unknown because its header failed to parse.
  bool lost_file_names() const { return lost_file_names_; }

  void renumber(SymbolKind kind, std::span<const std::uint32_t> new_index);

 private:
  using Table = std::unordered_map<std::string_view, Symbol*>;
  struct FileNames {
    std::string name;
    std::array<Table, space_count> tables;
    std::vector<UsedFile> uses;
    bool lossy = false;
  };

  void declare(FileIndex file, const syntax::Declaration& declaration);
  void add(Symbol symbol, Space space);

  std::vector<FileNames> files_;
  std::unordered_map<std::string_view, FileIndex> by_name_;
  std::unordered_map<std::string_view, std::vector<const Symbol*>> everywhere_;
  std::deque<Symbol> symbols_;
  std::vector<Clash> clashes_;
  std::array<std::uint32_t, 12> counts_{};
  bool lost_file_names_ = false;
};

Space space_of(SymbolKind kind);
/// "a fact", "an enum": for messages.
std::string_view described(SymbolKind kind);

}  // namespace writ::checking
