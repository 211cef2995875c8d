#pragma once
// What a directory holds. The iterators of the standard library end the process where memory is short.

#include <string>
#include <system_error>
#include <vector>

namespace writ {

/// The names, in no order, without those that begin with a dot; what was read of them where `error` is set.
std::vector<std::string> list_directory(const std::string& directory, std::error_code& error);

}  // namespace writ
