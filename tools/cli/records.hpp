#pragma once
// Every record of every file of facts, for commands that answer each as it comes.

#include <functional>
#include <string>
#include <vector>

#include "engine/facts/record_lines.hpp"
#include "tools/cli/io.hpp"

namespace writ::cli {

/// Gives each record to `answer`, which appends to `out.text`, until that returns false; one of more bytes is
/// too long; sends `out` on as it fills and
/// at the end. What cannot be read or written is told. An exit code: done, or I/O.
int each_record(const std::vector<std::string>& files, std::size_t most_bytes, Output& out,
                const std::function<bool(const RecordLine&)>& answer);

}  // namespace writ::cli
