#pragma once
// Files that are there whole or not at all.

#include <optional>
#include <string>
#include <string_view>

namespace writ::cli {

/// Writes a file beside `path` and puts it in its place, so that nobody sees half of it. False where that cannot be,
/// and then `error` tells why and what was there before stays. Directories on the way are made. The file keeps its
/// permissions, and its owner where one may give files away; one that may not be written is left alone. `read_before`:
/// what the text was made from. A file that another program changed since then is left alone, too.
bool write_whole(const std::string& path, std::string_view text, std::string& error,
                 std::optional<std::string_view> read_before = {});

/// False, and told, where it is a rule file that is there already: what somebody wrote is not replaced by a report.
bool may_replace(const std::string& path);

/// To a file where `path` names one, else to standard output. An exit code; what is wrong is told.
int write_to(const std::string& path, std::string_view text);

}  // namespace writ::cli
