#include "engine/value/list_directory.hpp"

#include <dirent.h>

#include <cerrno>
#include <memory>

namespace writ {

std::vector<std::string> list_directory(const std::string& directory, std::error_code& error) {
  struct Closer {
    void operator()(DIR* open) const { ::closedir(open); }
  };
  std::vector<std::string> names;
  const std::unique_ptr<DIR, Closer> open(::opendir(directory.c_str()));
  while (open != nullptr) {
    errno = 0;
    const dirent* const entry = ::readdir(open.get());
    if (entry == nullptr) break;
    if (entry->d_name[0] != '.') names.emplace_back(entry->d_name);
  }
  error = {errno, std::generic_category()};
  return names;
}

}  // namespace writ
