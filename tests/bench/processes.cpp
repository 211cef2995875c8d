#include "tests/bench/processes.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <optional>

#include "tests/bench/orders.hpp"

extern char** environ;

namespace writ::bench {
namespace {

struct Ended {
  double seconds = 0;  ///< By the clock.
  double processor_seconds = 0;
  double peak_bytes = 0;
};

/// Runs the program with its output thrown away; nothing where it does not succeed.
std::optional<Ended> run_program(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), WRIT_PROGRAM);
  std::vector<char*> words;
  for (auto& argument : arguments) words.push_back(argument.data());
  words.push_back(nullptr);
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  const auto begin = std::chrono::steady_clock::now();
  pid_t child = 0;
  const auto started = posix_spawn(&child, WRIT_PROGRAM, &files, nullptr, words.data(), environ);
  posix_spawn_file_actions_destroy(&files);
  int status = 0;
  rusage used{};
  if (started != 0 || wait4(child, &status, 0, &used) != child) return {};
  const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - begin;
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    std::fprintf(stderr, "%s %s does not succeed\n", WRIT_PROGRAM, words[1]);
    return {};
  }
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
  };
  return Ended{passed.count(), seconds(used.ru_utime) + seconds(used.ru_stime),
               static_cast<double>(used.ru_maxrss) * 1024};
}

/// Written piece by piece, so that this process stays small.
bool write_orders(const std::filesystem::path& path, std::size_t count) {
  std::ofstream out(path, std::ios::binary);
  OrderSource source;
  std::string text;
  for (std::size_t i = 0; i < count; ++i) {
    append_json(source.next(), text);
    if (text.size() < 1 << 16 && i + 1 < count) continue;
    out.write(text.data(), static_cast<std::streamsize>(text.size()));
    text.clear();
  }
  return static_cast<bool>(out.flush());
}

/// A file of orders as long as it is needed.
class OrderFile {
 public:
  explicit OrderFile(std::size_t orders)
      : path_(std::filesystem::path(WRIT_BENCH_PLACE) / "orders.ndjson"), written_(write_orders(path_, orders)) {}
  OrderFile(const OrderFile&) = delete;
  OrderFile& operator=(const OrderFile&) = delete;
  ~OrderFile() {
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
  }

  std::optional<Ended> eval(std::vector<std::string> more = {}) const {
    if (!written_) return {};
    std::vector<std::string> arguments = {"eval", "--quiet", "--policy", WRIT_CARD_POLICY, "--decision", "card.send"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    arguments.push_back(path_.string());
    return run_program(std::move(arguments));
  }

 private:
  std::filesystem::path path_;
  bool written_;
};

void measure_threads(Figures& figures, const OrderFile& file, std::size_t orders, int rounds) {
  std::vector<double> one, two;
  for (int round = 0; round < rounds; ++round) {
    const auto with_one = file.eval({"--threads", "1"});
    const auto with_two = file.eval({"--threads", "2"});
    if (!with_one || !with_two) return;
    one.push_back(with_one->seconds / static_cast<double>(orders));
    two.push_back(with_two->seconds / static_cast<double>(orders));
  }
  figures["eval_threads/1"] = figure_of(std::move(one));
  figures["eval_threads/2"] = figure_of(std::move(two));
}

}  // namespace

void measure_processes(Figures& figures, bool quick) {
  for (const std::size_t orders : {std::size_t{100'000}, std::size_t{1'000'000}}) {
    if (quick && orders > 100'000) break;
    const OrderFile file(orders);
    if (const auto ended = file.eval()) figures[fmt::format("eval_memory/{}", orders)] = {ended->peak_bytes, 0, 1};
    if (quick || orders > 100'000) measure_threads(figures, file, orders, quick ? 3 : 7);
  }
  std::vector<double> times, processor_times;
  for (int start = 0; start < (quick ? 10 : 50); ++start) {
    const auto ended = run_program({"check", WRIT_RULES});
    if (!ended) return;
    times.push_back(ended->seconds);
    processor_times.push_back(ended->processor_seconds);
  }
  figures["check_pack"] = figure_of(std::move(times));
  figures["check_pack_processor"] = figure_of(std::move(processor_times));
}

}  // namespace writ::bench
