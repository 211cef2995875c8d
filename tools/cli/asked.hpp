#pragma once
// What the commands that decide have in common: policies, the decisions wanted, parameters; and a program from them.

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/api/load.hpp"
#include "engine/program/program.hpp"

namespace CLI {
class App;
}

namespace writ::cli {

struct Asked {
  std::vector<std::string> policies, decisions, parameters;
  Limits limits;
};

/// `--policy`, `--decision`, `--set`, `--limit`
void declare_asked(CLI::App& app, Asked& asked);

/// `--set`
void declare_parameters(CLI::App& app, std::vector<std::string>& parameters);
/// `card_quota=5`; the value may have further `=` in it. False, and told, where one names no value.
bool split_parameters(const std::vector<std::string>& written, std::vector<ParameterText>& parameters);

/// What facts are read from, and how.
struct AskedRecords {
  std::vector<std::string> files;
  std::string id_pointer;
  bool strict = false;
};

/// `--strict`, `--id` and the files; what is done with an id is said in the help.
void declare_records(CLI::App& app, AskedRecords& records, const std::string& what_id_does);

/// `--width`, of no fewer columns than the text needs.
void declare_width(CLI::App& app, std::size_t& width, std::size_t least);

struct Ready {
  Loaded loaded;
  std::shared_ptr<const Program> program;
  std::vector<model::DecisionId> wanted;
};

/// What a command does with a model.
enum class Uses : std::uint8_t {
  decisions,  ///< Decides by it: a saved program will do as it is.
  all,        ///< Looks at its expressions, too: those of a saved program are read from its texts again.
};

/// Reads, checks and compiles what is asked for. Nothing where that fails; it is then told, with an exit code in
/// `code`.
std::optional<Ready> make_ready(const Asked& asked, const CompileOptions& options, Uses uses, int& code);

/// `--lang`: does any message have this language, or stand in one alone? False, and told, where none does.
bool has_language(const model::Model& model, const std::string& language);

/// Facts in one JSON document, not a line a record.
bool is_document(std::string_view path);

/// A time on the command line, with its offset; else it is told what is wrong.
bool read_instant(std::string_view option, const std::string& written, std::optional<time::Instant>& instant);

}  // namespace writ::cli
