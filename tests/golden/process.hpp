#pragma once
// A directory that goes away, and a program run in it.

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

namespace writ::golden {

inline std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

inline void write_file(const std::filesystem::path& path, const std::string& text) {
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

struct Result {
  std::string out, err;
  int status = 0;  ///< What the program returned; 128 and the signal where one ended it, as shells say it.
};

/// Runs the program in `directory`. Standard input is the file `in`; what is printed goes through files in `outputs`.
inline Result run(const std::string& program, const std::vector<std::string>& arguments,
                  const std::filesystem::path& directory, const std::filesystem::path& in,
                  const std::filesystem::path& outputs) {
  const auto out = outputs / "stdout";
  const auto err = outputs / "stderr";
  std::vector<std::string> words = {program};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> pointers;
  for (auto& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  const pid_t child = fork();
  if (child < 0) throw std::runtime_error("cannot start " + program);
  if (child == 0) {
    const auto redirect = [](const std::filesystem::path& path, int flags, int to) {
      const int file = open(path.c_str(), flags, 0600);
      return file >= 0 && dup2(file, to) >= 0;
    };
    setenv("LC_ALL", "C.UTF-8", 1);
    setenv("TZ", "UTC", 1);
    setenv("NO_COLOR", "1", 1);
    if (chdir(directory.c_str()) == 0 && redirect(in, O_RDONLY, 0) && redirect(out, O_WRONLY | O_CREAT | O_TRUNC, 1) &&
        redirect(err, O_WRONLY | O_CREAT | O_TRUNC, 2)) {
      execv(program.c_str(), pointers.data());
    }
    _exit(127);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return {read_file(out), read_file(err), WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status)};
}

}  // namespace writ::golden
