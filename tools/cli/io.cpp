#include "tools/cli/io.hpp"

#include <unistd.h>

#include <cerrno>
#include <optional>

#include "tools/cli/command.hpp"
#include "tools/cli/signals.hpp"

namespace writ::cli {
namespace {

constexpr int standard_output = 1;

}  // namespace

bool Output::write() {
  write_out(text);
  text.clear();
  return error_.empty();
}

bool Output::add(std::string_view more) {
  if (text.size() + more.size() >= full) return write() && write_out(more);
  text += more;
  return error_.empty();
}

int Output::tell() const {
  if (!reader_left_) say_error(error_);
  return exit_io;
}

bool Output::write_out(std::string_view bytes) {
  // A file is left with whole lines. What is at the other end of a pipe may take its time: who waits for it is ended.
  std::optional<SignalsHeld> held;
  if (is_regular(standard_output)) held.emplace();
  while (error_.empty() && !bytes.empty()) {
    const auto wrote = ::write(standard_output, bytes.data(), bytes.size());
    if (wrote >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(wrote));
    } else if (errno != EINTR) {
      reader_left_ = errno == EPIPE;
      error_ = "cannot write to standard output: " + system_message(errno);
    }
  }
  return error_.empty();
}

int print(std::string_view text) {
  Output out;
  out.text = text;
  return out.write() ? exit_done : out.tell();
}

}  // namespace writ::cli
