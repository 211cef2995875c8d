#include "tools/cli/terminal.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <string_view>

namespace writ::cli {

std::size_t terminal_columns(int file) {
  constexpr std::size_t usual = 80, least = 24, most = 400;
  if (isatty(file) == 0) return usual;
  if (const char* const said = std::getenv("COLUMNS"); said != nullptr) {
    const std::string_view text = said;
    std::size_t columns = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), columns);
    if (error == std::errc() && end == text.data() + text.size() && columns > 0) {
      return std::clamp(columns, least, most);
    }
  }
  winsize size{};
  if (ioctl(file, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return usual;
  return std::clamp<std::size_t>(size.ws_col, least, most);
}

bool may_colour(int file) {
  const char* const refused = std::getenv("NO_COLOR");
  return isatty(file) == 1 && (refused == nullptr || *refused == '\0');
}

}  // namespace writ::cli
