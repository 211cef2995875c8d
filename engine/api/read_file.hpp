#pragma once
// A file into memory, as it is when it is read.

#include <optional>
#include <string>
#include <system_error>

namespace writ {

/// An open file, closed in the end; none where the number is negative.
struct Descriptor {
  explicit Descriptor(int opened) : number(opened) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor();

  const int number;
};

/// All of it; of one that has more than `most` bytes, no less than `most`. Nothing where it cannot be read to its end,
/// and then `error` says why.
std::optional<std::string> read_file(const std::string& path, std::size_t most, std::error_code& error);

}  // namespace writ
