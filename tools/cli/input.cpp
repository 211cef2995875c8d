#include "tools/cli/input.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include <zlib.h>

namespace writ::cli {
namespace {

constexpr std::size_t block_size = 256 * 1024;
constexpr int standard_output = 1;

/// Who reads what he writes never comes to an end.
bool is_output(int file) {
  struct stat in {
  }, out{};
  return is_regular(file) && is_regular(standard_output) && ::fstat(file, &in) == 0 &&
         ::fstat(standard_output, &out) == 0 && in.st_dev == out.st_dev && in.st_ino == out.st_ino;
}

std::string shown_name(const std::string& path) { return path == "-" ? "standard input" : path; }

}  // namespace

bool is_regular(int file) {
  struct stat status {};
  return ::fstat(file, &status) == 0 && S_ISREG(status.st_mode);
}

std::string system_message(int number) { return std::strerror(number); }

Descriptor::Descriptor(Descriptor&& other) noexcept
    : number_(std::exchange(other.number_, -1)), owned_(std::exchange(other.owned_, false)) {}
Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  std::swap(number_, other.number_);
  std::swap(owned_, other.owned_);
  return *this;
}
Descriptor::~Descriptor() {
  if (owned_ && number_ >= 0) ::close(number_);
}

Interrupt::Interrupt() {
  int ends[2];
  if (::pipe(ends) != 0) return;
  read_end_ = Descriptor(ends[0]);
  write_end_ = Descriptor(ends[1]);
}

void Interrupt::set() const {
  while (write_end_.number() >= 0 && ::write(write_end_.number(), "", 1) < 0 && errno == EINTR) {
  }
}

struct Input::Gzip {
  z_stream stream{};
  bool between_members = false;
  ~Gzip() { inflateEnd(&stream); }
};

Input::Input(std::string name, Descriptor file) : name_(std::move(name)), file_(std::move(file)), raw_(block_size) {
  may_wait_ = !is_regular(file_.number());
}
Input::Input(Input&&) noexcept = default;
Input& Input::operator=(Input&&) noexcept = default;
Input::~Input() = default;

std::optional<Input> Input::open(const std::string& path, std::string& error) {
  Descriptor file = path == "-" ? Descriptor(0, false) : Descriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.number() < 0) {
    error = "cannot read " + path + ": " + system_message(errno);
    return std::nullopt;
  }
  if (is_output(file.number())) {
    error = "cannot read " + shown_name(path) + ": standard output is the same file";
    return std::nullopt;
  }
  return Input(shown_name(path), std::move(file));
}

/// Until there is something to read, be it the end; false where that was interrupted.
bool Input::wait() const {
  if (!may_wait_ || interrupt_ == nullptr || interrupt_->number() < 0) return true;
  pollfd watched[] = {{file_.number(), POLLIN, 0}, {interrupt_->number(), POLLIN, 0}};
  while (::poll(watched, 2, -1) < 0 && errno == EINTR) {
  }
  return watched[1].revents == 0;
}

/// From the file itself; 0 at the end and after an error.
std::size_t Input::read_raw(char* out, std::size_t size) {
  while (!ended_) {
    if (!wait()) {
      ended_ = true;
      break;
    }
    const auto got = ::read(file_.number(), out, size);
    if (got > 0) return static_cast<std::size_t>(got);
    if (got < 0 && errno == EINTR) continue;
    ended_ = true;
    if (got < 0) error_ = "cannot read " + name_ + ": " + system_message(errno);
  }
  return 0;
}

/// Puts more bytes behind those that are left. False at the end or after an error.
bool Input::fill() {
  if (begin_ == end_) begin_ = end_ = 0;
  const std::size_t got = read_raw(raw_.data() + end_, raw_.size() - end_);
  end_ += got;
  return got > 0;
}

std::size_t Input::read(char* out, std::size_t size) {
  if (!opened_) {
    opened_ = true;
    while (end_ < 2 && fill()) {
    }
    if (end_ >= 2 && raw_[0] == '\x1f' && raw_[1] == '\x8b') {
      gzip_ = std::make_unique<Gzip>();
      constexpr int gzip_window = 15 + 16;
      if (inflateInit2(&gzip_->stream, gzip_window) != Z_OK) {
        error_ = "cannot unpack " + name_;
        ended_ = true;
        return 0;
      }
    }
  }
  if (!error_.empty()) return 0;
  return gzip_ ? read_gzip(out, size) : read_plain(out, size);
}

std::size_t Input::read_plain(char* out, std::size_t size) {
  if (begin_ == end_) return read_raw(out, size);
  const std::size_t given = std::min(size, end_ - begin_);
  std::memcpy(out, raw_.data() + begin_, given);
  begin_ += given;
  return given;
}

std::size_t Input::read_gzip(char* out, std::size_t size) {
  z_stream& stream = gzip_->stream;
  stream.next_out = reinterpret_cast<Bytef*>(out);
  stream.avail_out = static_cast<uInt>(std::min<std::size_t>(size, 1 << 30));
  const uInt room = stream.avail_out;
  while (stream.avail_out == room) {
    if (begin_ == end_ && !fill()) {
      if (error_.empty() && !gzip_->between_members) error_ = name_ + " is cut off: its gzip data ends too early";
      return 0;
    }
    if (gzip_->between_members) {  // Several gzip files may stand one after another; zeros fill up a tape's block.
      if (raw_[begin_] == '\0') {
        ++begin_;
        continue;
      }
      gzip_->between_members = false;
      inflateReset(&stream);
    }
    stream.next_in = reinterpret_cast<Bytef*>(raw_.data() + begin_);
    stream.avail_in = static_cast<uInt>(end_ - begin_);
    const int result = inflate(&stream, Z_NO_FLUSH);
    begin_ = end_ - stream.avail_in;
    if (result == Z_STREAM_END) {
      gzip_->between_members = true;
    } else if (result != Z_OK && result != Z_BUF_ERROR) {
      error_ = name_ + " is damaged: " + (stream.msg != nullptr ? stream.msg : "it is not gzip data");
      break;
    }
  }
  return room - stream.avail_out;
}

}  // namespace writ::cli
