#include "engine/api/read_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>

namespace writ {

Descriptor::~Descriptor() {
  if (number >= 0) ::close(number);
}

std::optional<std::string> read_file(const std::string& path, std::size_t most, std::error_code& error) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  std::string text;
  std::array<char, 64 * 1024> block;
  while (file.number >= 0 && text.size() < most) {
    const auto got = ::read(file.number, block.data(), block.size());
    if (got == 0) return text;
    if (got > 0) {
      text.append(block.data(), static_cast<std::size_t>(got));
    } else if (errno != EINTR) {
      break;
    }
  }
  if (file.number >= 0 && text.size() >= most) return text;
  error = {errno, std::generic_category()};
  return std::nullopt;
}

}  // namespace writ
