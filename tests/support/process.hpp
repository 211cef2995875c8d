#pragma once
// A directory that goes away, and a program run in it.

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace writ::test {

inline std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

inline void write_file(const std::filesystem::path& path, std::string_view text) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
}

class TemporaryDirectory {
 public:
  TemporaryDirectory() {
    auto name = (std::filesystem::temp_directory_path() / "writ-test-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make " + name);
    path_ = name;
  }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
  ~TemporaryDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// A program to run. Standard input is empty, and what is printed goes to files, where nothing else is said.
struct Command {
  std::string program;
  std::vector<std::string> arguments;
  std::filesystem::path directory = ".";
  std::filesystem::path in = "/dev/null";
  std::filesystem::path out, err;
  bool close_output = false;  ///< Standard output is a pipe whose reader goes away after the first bytes.
  bool append = false;        ///< What is printed goes behind what the file has.
  std::vector<std::string> environment = {};      ///< `NAME=value`, besides that of this program.
  std::size_t most_memory = 0, most_seconds = 0;  ///< Of addresses and of processor time; 0: as much as there is.
};

struct Result {
  int status = 0;       ///< What the program returned; 128 and the signal where one ended it, as shells say it.
  long peak_bytes = 0;  ///< The most memory that it held at once.
  double seconds = 0;   ///< Of computing, on its own account.
};

namespace detail {

inline bool redirect(const std::filesystem::path& path, int flags, int to) {
  const int file = open(path.c_str(), flags, 0600);
  return file >= 0 && dup2(file, to) >= 0;
}

/// In the child: never returns.
[[noreturn]] inline void become(const Command& command, char* const* words, const int* output) {
  setenv("LC_ALL", "C.UTF-8", 1);
  setenv("TZ", "UTC", 1);
  setenv("NO_COLOR", "1", 1);
  for (const std::string& variable : command.environment) putenv(const_cast<char*>(variable.c_str()));
  const auto limit = [](auto resource, std::size_t most) {
    const rlimit both{most, most};
    return most == 0 || setrlimit(resource, &both) == 0;
  };
  const int to_file = O_WRONLY | O_CREAT | (command.append ? O_APPEND : O_TRUNC);
  const bool ready = (command.close_output ? dup2(output[1], 1) >= 0 : redirect(command.out, to_file, 1)) &&
                     redirect(command.err, to_file, 2) && redirect(command.in, O_RDONLY, 0) &&
                     chdir(command.directory.c_str()) == 0 && limit(RLIMIT_AS, command.most_memory) &&
                     limit(RLIMIT_CPU, command.most_seconds);
  if (command.close_output) {
    close(output[0]);
    close(output[1]);
  }
  if (ready) execv(command.program.c_str(), words);
  _exit(127);
}

}  // namespace detail

inline Result run(const Command& command) {
  auto words = command.arguments;
  words.insert(words.begin(), command.program);
  std::vector<char*> pointers;
  for (auto& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  int output[2] = {-1, -1};
  if (command.close_output && pipe(output) != 0) throw std::runtime_error("cannot make a pipe");
  const pid_t child = fork();
  if (child < 0) throw std::runtime_error("cannot start " + command.program);
  if (child == 0) detail::become(command, pointers.data(), output);
  if (command.close_output) {
    close(output[1]);
    char byte = 0;
    const auto got = read(output[0], &byte, 1);
    close(output[0]);
    if (got < 0) throw std::runtime_error("cannot read from " + command.program);
  }
  int status = 0;
  rusage usage{};
  wait4(child, &status, 0, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), usage.ru_maxrss * 1024,
          seconds(usage.ru_utime)};
}

}  // namespace writ::test
