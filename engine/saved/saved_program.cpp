#include "engine/saved/saved_program.hpp"

#include <array>
#include <numeric>
#include <set>

#include "engine/program/emitter.hpp"
#include "engine/saved/constants.hpp"
#include "engine/saved/fields_program.hpp"
#include "engine/saved/validate.hpp"
#include "engine/saved/xxhash64.hpp"

namespace writ::saved {

WRIT_FIELDS(SourceText, name, text)

namespace {

constexpr std::array<char, 8> magic{'\x89', 'w', 'r', 'i', 't', '\r', '\n', '\x1a'};
constexpr std::uint32_t byte_order = 0x01020304;
/// Grows where the same shape means something else than before.
constexpr std::uint32_t format_version = 2;

struct Header {
  std::array<char, 8> magic;
  std::uint32_t byte_order;
  std::uint32_t version;
  std::uint64_t fingerprint;  ///< Of what wrote it: see `fingerprint`.
  std::uint64_t size;         ///< Of what follows.
  std::uint64_t checksum;     ///< Likewise.
};
static_assert(std::has_unique_object_representations_v<Header>);

std::string described(const Shape& shape) {
  return std::to_string(static_cast<int>(shape.rule)) + "." + std::to_string(static_cast<int>(shape.kind)) + " ";
}

/// Of all that the numbers in a file refer to: opcodes, builtins, and the file's own shape.
std::uint64_t fingerprint() {
  static const std::uint64_t known = [] {
    std::string all = "format " + std::to_string(format_version) + "\n";
#define WRIT_OPCODE(name, effect) all.append(#name).append(": ").append(effect).append("\n");
#include "engine/program/opcodes.def"
#undef WRIT_OPCODE
    for (const Builtin& builtin : builtins()) {
      all.append(builtin.name).append(": ");
      for (const Shape& parameter : builtin.parameters) all += described(parameter);
      all.append("-> ").append(described(builtin.result)).append("\n");
    }
    Description description;
    description("", std::vector<SourceText>{}, model::Model{}, Program{}, PointingTables{});
    return xxhash64(all + description.text());
  }();
  return known;
}

/// Failures name instructions' origins and, where several rules apply, the rules' values.
model::ExprNotes notes_of(const Program& program) {
  const model::Model& model = *program.model;
  std::set<model::ExprId> failing;
  for (std::size_t i = 0; i < program.code.size(); ++i) {
    if (can_fail(program.code[i].op)) failing.insert(program.origins[i]);
  }
  for (const model::Decision& decision : model.decisions) {
    for (const model::Rule& rule : decision.rules) failing.insert(rule.value);
  }
  failing.erase(model::none);
  model::ExprNotes notes;
  for (const model::ExprId id : failing) notes.places.push_back({id, model.span(id)});
  for (model::ExprId id = 0; id < model.exprs.size(); ++id) {
    const model::DecisionId used = model.used_decision(id);
    if (used != model::none) notes.uses.push_back({id, used});
  }
  return notes;
}

/// Two programs of one model, compiled at different addresses, are written as the same bytes, unless a number in a
/// constant happens to be the address of a text.
std::string contents(const Program& program, const SourceSet& sources) {
  std::vector<SourceText> texts;
  for (FileId file = 0; file < sources.size(); ++file) {
    texts.push_back({sources[file].name(), std::string(sources[file].text())});
  }
  model::Model model = *program.model;
  model.notes = notes_of(program);
  std::string out;
  Writer write(out);
  write("", texts);
  write("", model, program, take_apart(program));
  return out;
}

constexpr std::string_view build_again = "build it again, here, from its rule files: `writ build`";

Problem unusable(std::string_view why) { return {"cannot be used: " + std::string(why), std::string(build_again)}; }

/// What follows the header, where that is as it should be.
std::string_view checked(std::string_view bytes, Problem& problem) {
  Header header;
  if (!is_saved(bytes)) {
    problem = {"is no saved program", "`writ build` makes one"};
    return {};
  }
  if (bytes.size() < sizeof header) {
    problem = unusable("it is cut off");
    return {};
  }
  std::memcpy(&header, bytes.data(), sizeof header);
  bytes.remove_prefix(sizeof header);
  if (header.byte_order != byte_order) {
    problem = unusable("it was saved on another kind of machine");
  } else if (header.version != format_version || header.fingerprint != fingerprint()) {
    problem = unusable("it was saved by another version of Writ");
  } else if (header.size > bytes.size()) {
    problem = unusable("it is cut off");
  } else if (header.size < bytes.size()) {
    problem = unusable("there is something behind its end");
  } else if (header.checksum != xxhash64(bytes)) {
    problem = unusable("its checksum does not match");
  }
  return problem.message.empty() ? bytes : std::string_view();
}

}  // namespace

bool is_saved(std::string_view bytes) { return bytes.starts_with(std::string_view(magic.data(), magic.size())); }

std::string written(const Program& program, const SourceSet& sources) {
  std::string content = contents(program, sources);
  const Header header{magic, byte_order, format_version, fingerprint(), content.size(), xxhash64(content)};
  content.insert(0, reinterpret_cast<const char*>(&header), sizeof header);
  return content;
}

std::optional<std::string> save(const std::shared_ptr<const model::Model>& model, const SourceSet& sources) {
  for (;;) {
    const auto program = compile(model);
    const auto again = compile(model);
    if (program == nullptr || again == nullptr) return std::nullopt;
    std::string bytes = written(*program, sources);
    if (bytes == written(*again, sources)) return bytes;
  }
}

Restored restore(std::string_view bytes) {
  Restored restored;
  bytes = checked(bytes, restored.problem);
  if (!restored.problem.message.empty()) return restored;

  const auto model = std::make_shared<model::Model>();
  const auto program = std::make_shared<Program>();
  program->constant_arena = std::make_shared<Arena>();
  program->utc = time::Zone::utc();
  std::vector<SourceText> texts;
  PointingTables tables;
  Reader read(bytes, *program->constant_arena);
  read("", texts);
  read("", *model, *program, tables);
  std::string problem = read.finish();
  std::vector<std::size_t> sizes;
  for (const SourceText& text : texts) sizes.push_back(text.text.size());
  if (problem.empty()) problem = validate(*model, sizes);
  program->model = model;
  if (problem.empty() && !put_together(tables, *program)) problem = "it refers to what is not there";
  const std::uint64_t source_bytes = std::accumulate(sizes.begin(), sizes.end(), std::uint64_t{0});
  if (problem.empty()) problem = validate(*program, tables, source_bytes);
  if (!problem.empty()) {
    restored.problem = unusable(problem);
    return restored;
  }
  const auto sources = std::make_shared<SourceSet>();
  for (SourceText& text : texts) sources->add(std::move(text.name), std::move(text.text));
  restored.sources = sources;
  restored.program = program;
  return restored;
}

RestoredTexts restore_texts(std::string_view bytes) {
  RestoredTexts restored;
  bytes = checked(bytes, restored.problem);
  if (!restored.problem.message.empty()) return restored;
  Arena arena;
  Reader read(bytes, arena);
  read("", restored.texts);
  if (read.failed()) {
    restored.problem = unusable(read.finish());
    restored.texts.clear();
  }
  return restored;
}

}  // namespace writ::saved
