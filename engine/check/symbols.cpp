#include "engine/check/symbols.hpp"

#include <optional>

namespace writ::checking {
namespace {

struct Declared {
  SymbolKind kind;
  const syntax::Name* name;
};

/// Tests have titles, not names.
std::optional<Declared> declared_by(const syntax::Declaration& declaration) {
  struct {
    using Result = std::optional<Declared>;
    Result operator()(const syntax::Broken& node) const {
      if (!node.name) return std::nullopt;
      return Declared{SymbolKind::broken, &*node.name};
    }
    Result operator()(const syntax::EnumDecl& node) const { return Declared{SymbolKind::enumeration, &node.name}; }
    Result operator()(const syntax::RecordDecl& node) const { return Declared{SymbolKind::record, &node.name}; }
    Result operator()(const syntax::FactDecl& node) const { return Declared{SymbolKind::fact, &node.name}; }
    Result operator()(const syntax::RequireDecl& node) const { return Declared{SymbolKind::requirement, &node.name}; }
    Result operator()(const syntax::ParameterDecl& node) const { return Declared{SymbolKind::parameter, &node.name}; }
    Result operator()(const syntax::DefineDecl& node) const { return Declared{SymbolKind::define, &node.name}; }
    Result operator()(const syntax::CalendarDecl& node) const { return Declared{SymbolKind::calendar, &node.name}; }
    Result operator()(const syntax::NoticeDecl& node) const { return Declared{SymbolKind::notice, &node.name}; }
    Result operator()(const syntax::DecisionDecl& node) const { return Declared{SymbolKind::decision, &node.name}; }
    Result operator()(const syntax::InvariantDecl& node) const { return Declared{SymbolKind::invariant, &node.name}; }
    Result operator()(const syntax::FixtureDecl& node) const { return Declared{SymbolKind::fixture, &node.name}; }
    Result operator()(const syntax::TestDecl&) const { return std::nullopt; }
  } visitor;
  return std::visit(visitor, declaration.node);
}

/// `fact now : Instant` says how `now` is written in facts and declares nothing new.
bool is_now(const Declared& declared) { return declared.kind == SymbolKind::fact && declared.name->text == "now"; }

}  // namespace

Space space_of(SymbolKind kind) {
  switch (kind) {
    case SymbolKind::enumeration:
    case SymbolKind::record: return Space::types;
    case SymbolKind::notice: return Space::notices;
    case SymbolKind::calendar: return Space::calendars;
    case SymbolKind::requirement:
    case SymbolKind::invariant: return Space::requirements;
    default: return Space::values;
  }
}

std::string_view described(SymbolKind kind) {
  switch (kind) {
    case SymbolKind::enumeration: return "an enum";
    case SymbolKind::record: return "a record";
    case SymbolKind::fact: return "a fact";
    case SymbolKind::parameter: return "a parameter";
    case SymbolKind::define: return "a definition";
    case SymbolKind::decision: return "a decision";
    case SymbolKind::fixture: return "a fixture";
    case SymbolKind::notice: return "an obligation or advice";
    case SymbolKind::calendar: return "a calendar";
    case SymbolKind::requirement: return "a requirement";
    case SymbolKind::invariant: return "an invariant";
    case SymbolKind::broken: return "a declaration";
  }
  return "";
}

Symbols::Symbols(std::span<const syntax::File> files) : files_(files.size()) {
  for (FileIndex i = 0; i < files.size(); ++i) {
    files_[i].name = files[i].header.name.text();
    files_[i].lossy = files[i].lost_names;
    if (files[i].header.name.parts.empty())
      lost_file_names_ = true;
    else
      by_name_.emplace(files_[i].name, i);
  }
  for (FileIndex i = 0; i < files.size(); ++i) {
    for (const auto& declaration : files[i].declarations) declare(i, declaration);
    for (const auto& use : files[i].header.uses) files_[i].uses.push_back({file_named(use.name.text()), &use});
  }
}

void Symbols::declare(FileIndex file, const syntax::Declaration& declaration) {
  const auto declared = declared_by(declaration);
  if (!declared || is_now(*declared)) {
    if (std::holds_alternative<syntax::Broken>(declaration.node)) files_[file].lossy = true;
    return;
  }
  Symbol symbol{declared->kind, file, 0, *declared->name, &declaration};
  symbol.index = counts_[static_cast<std::size_t>(symbol.kind)]++;
  if (declared->name->text.empty()) {
    files_[file].lossy = true;
  } else if (symbol.kind == SymbolKind::broken) {
    for (std::size_t space = 0; space < space_count; ++space) add(symbol, static_cast<Space>(space));
  } else {
    add(symbol, space_of(symbol.kind));
  }
}

void Symbols::add(Symbol symbol, Space space) {
  auto& table = files_[symbol.file].tables[static_cast<std::size_t>(space)];
  const auto [place, added] = table.try_emplace(symbol.name.text, nullptr);
  if (added) {
    place->second = &symbols_.emplace_back(symbol);
    everywhere_[symbol.name.text].push_back(place->second);
  } else if (place->second->kind != SymbolKind::broken && symbol.kind != SymbolKind::broken) {
    clashes_.push_back({place->second, symbol});
  }
}

FileIndex Symbols::file_named(std::string_view name) const {
  const auto found = by_name_.find(name);
  return found == by_name_.end() ? none : found->second;
}

std::vector<std::string_view> Symbols::file_names() const {
  std::vector<std::string_view> result;
  for (const auto& file : files_) result.push_back(file.name);
  return result;
}

const Symbol* Symbols::in_file(FileIndex file, std::string_view name, Space space) const {
  const auto& table = files_[file].tables[static_cast<std::size_t>(space)];
  const auto found = table.find(name);
  return found == table.end() ? nullptr : found->second;
}

Found Symbols::find(FileIndex from, std::string_view name, Space space) const {
  if (const auto* own = in_file(from, name, space)) return {own, nullptr};
  Found found;
  for (const auto& used : files_[from].uses) {
    if (used.file == none || used.use->alias || used.file == from) continue;
    const auto* symbol = in_file(used.file, name, space);
    if (symbol == nullptr || symbol == found.symbol) continue;
    if (found.symbol == nullptr)
      found.symbol = symbol;
    else
      found.rival = symbol;
  }
  return found;
}

FileIndex Symbols::qualifier(FileIndex from, std::string_view written) const {
  if (files_[from].name == written) return from;
  for (const auto& used : files_[from].uses) {
    if (used.file == none) continue;
    if (used.use->alias && used.use->alias->text == written) return used.file;
    if (files_[used.file].name == written) return used.file;
  }
  return none;
}

std::vector<const Symbol*> Symbols::anywhere(std::string_view name, Space space) const {
  std::vector<const Symbol*> result;
  const auto found = everywhere_.find(name);
  if (found == everywhere_.end()) return result;
  for (const auto* symbol : found->second)
    if (symbol->kind != SymbolKind::broken && space_of(symbol->kind) == space) result.push_back(symbol);
  return result;
}

std::vector<std::string_view> Symbols::names(FileIndex from, Space space) const {
  std::vector<std::string_view> result;
  const auto add_all = [&](const FileNames& file) {
    for (const auto& [name, symbol] : file.tables[static_cast<std::size_t>(space)]) result.push_back(name);
  };
  add_all(files_[from]);
  for (const auto& used : files_[from].uses)
    if (used.file != none && !used.use->alias) add_all(files_[used.file]);
  return result;
}

bool Symbols::may_have_lost(FileIndex from) const {
  if (files_[from].lossy) return true;
  for (const auto& used : files_[from].uses)
    if (used.file == none || files_[used.file].lossy) return true;
  return false;
}

void Symbols::renumber(SymbolKind kind, std::span<const std::uint32_t> new_index) {
  for (auto& symbol : symbols_)
    if (symbol.kind == kind) symbol.index = new_index[symbol.index];
}

}  // namespace writ::checking
