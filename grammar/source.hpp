#pragma once
// Where text comes from and where in it something stands.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace writ {

/// Index of a source in its `SourceSet`.
using FileId = std::uint32_t;

/// A half-open range of bytes in one source. `begin == end` marks a point between two bytes.
struct Span {
  FileId file = 0;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  friend bool operator==(const Span&, const Span&) = default;
};

/// The smallest span that covers both; they are in the same file.
Span cover(Span a, Span b);

/// A place for people and programs. Line and columns count from one, `utf16` (as editors ask) from zero.
struct Position {
  std::uint32_t line = 1;
  std::uint32_t column_bytes = 1;
  std::uint32_t column = 1;  ///< In code points: what a message shows.
  std::uint32_t utf16 = 0;
};

/// One text with its name. Immutable; spans and string_views into it stay valid while it lives.
class Source {
 public:
  Source(std::string name, std::string text);

  const std::string& name() const { return name_; }
  std::string_view text() const { return text_; }
  std::string_view text(Span span) const { return text().substr(span.begin, span.end - span.begin); }

  std::size_t line_count() const { return line_starts_.size(); }
  /// Line `number` counted from one, without its line ending.
  std::string_view line(std::uint32_t number) const;
  std::uint32_t line_start(std::uint32_t number) const { return line_starts_[number - 1]; }
  Position position(std::uint32_t offset) const;

 private:
  /// A place within a long line, and what stands before it there.
  struct Milestone {
    std::size_t at;
    std::uint32_t points, utf16;
  };
  void add_milestones(std::uint32_t line);
  /// To the first code point that begins at `until` or after it.
  void walk(Milestone& here, std::size_t until) const;

  std::string name_;
  std::string text_;
  std::vector<std::uint32_t> line_starts_;
  std::vector<Milestone> milestones_;  ///< One each few KiB of a line, so that none is walked through from its start.
};

/// The sources of one run, addressed by `FileId`. Sources never move once added.
class SourceSet {
 public:
  FileId add(std::string name, std::string text);
  const Source& operator[](FileId file) const { return *sources_[file]; }
  std::size_t size() const { return sources_.size(); }
  std::string_view text(Span span) const { return sources_[span.file]->text(span); }

 private:
  std::vector<std::unique_ptr<const Source>> sources_;
};

}  // namespace writ
