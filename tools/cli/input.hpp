#pragma once
// Reading without surprises: every error is noticed, and names the file.

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace writ::cli {

/// An open file for reading; closed at the end of its life.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int number, bool owned = true) : number_(number), owned_(owned) {}
  Descriptor(Descriptor&& other) noexcept;
  Descriptor& operator=(Descriptor&& other) noexcept;
  ~Descriptor();
  int number() const { return number_; }

 private:
  int number_ = -1;
  bool owned_ = false;
};

/// Ends reading that waits for another program or a person, from any thread and for good.
class Interrupt {
 public:
  Interrupt();
  void set() const;
  /// Readable once it is set; -1 where the system has no more files to give.
  int number() const { return read_end_.number(); }

 private:
  Descriptor read_end_, write_end_;
};

/// Bytes of a file or of standard input (`-`), unpacked where they are gzip's, which their first two tell.
class Input {
 public:
  /// Nothing, and `error` set, where it cannot be opened.
  static std::optional<Input> open(const std::string& path, std::string& error);
  Input(Input&&) noexcept;
  Input& operator=(Input&&) noexcept;
  ~Input();

  /// Up to `size` bytes; 0 at the end, and after an error, which `error()` then tells.
  std::size_t read(char* out, std::size_t size);
  const std::string& error() const { return error_; }
  const std::string& name() const { return name_; }
  /// A pipe or a terminal: reading may have to wait for another program or a person.
  bool may_wait() const { return may_wait_; }
  /// From now on `read` may be ended by it, as if the input ended there. It outlives the input.
  void heed(const Interrupt& interrupt) { interrupt_ = &interrupt; }

 private:
  struct Gzip;
  Input(std::string name, Descriptor file);
  std::size_t read_raw(char* out, std::size_t size);
  bool wait() const;
  bool fill();
  std::size_t read_plain(char* out, std::size_t size);
  std::size_t read_gzip(char* out, std::size_t size);

  std::string name_, error_;
  Descriptor file_;
  const Interrupt* interrupt_ = nullptr;
  bool opened_ = false, ended_ = false, may_wait_ = false;
  std::vector<char> raw_;  // Read from the file and not given out yet: from begin_ to end_.
  std::size_t begin_ = 0, end_ = 0;
  std::unique_ptr<Gzip> gzip_;
};

/// A file that is there as a whole: neither a pipe nor a device.
bool is_regular(int file);
std::string system_message(int number);

}  // namespace writ::cli
