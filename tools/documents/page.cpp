#include "tools/documents/page.hpp"

#include "engine/value/names.hpp"
#include "engine/value/overloaded.hpp"

namespace writ::documents {
namespace {

void collect(const Blocks& blocks, std::set<std::string>& ids) {
  for (const Block& block : blocks) {
    std::visit(Overloaded{[&](const Title& node) { ids.insert(node.id); },
                          [&](const Entry& node) {
                            ids.insert(node.id);
                            collect(node.body, ids);
                          },
                          [&](const Table& node) {
                            for (const Table::Row& row : node.rows) ids.insert(row.id);
                          },
                          [&](const Listing& node) {
                            for (const Blocks& item : node.items) collect(item, ids);
                          },
                          [&](const Folded& node) { collect(node.body, ids); }, [](const auto&) {}},
               block.node);
  }
}

}  // namespace

Line doc_line(std::string_view text) {
  Line line;
  while (!text.empty()) {
    const std::size_t begin = text.find('`');
    const std::size_t end = begin == std::string_view::npos ? begin : text.find('`', begin + 1);
    if (end == std::string_view::npos || end == begin + 1) break;
    if (begin > 0) line.push_back(Text{std::string(text.substr(0, begin))});
    line.push_back(Quoted{{{std::string(text.substr(begin + 1, end - begin - 1))}}});
    text.remove_prefix(end + 1);
  }
  if (!text.empty()) line.push_back(Text{std::string(text)});
  return line;
}

std::set<std::string> Page::ids() const {
  std::set<std::string> result;
  collect(blocks, result);
  result.erase("");
  return result;
}

model::FileIndex file_of(const model::Model& model, const Target& target) {
  switch (target.kind) {
    case Target::Kind::fact: return model.facts[target.id].file;
    case Target::Kind::parameter: return model.parameters[target.id].file;
    case Target::Kind::define: return model.defines[target.id].file;
    case Target::Kind::notice: return model.notices[target.id].file;
    case Target::Kind::decision:
    case Target::Kind::rule: break;
  }
  return model.decisions[target.id].file;
}

std::string target_id(const model::Model& model, const Target& target) {
  // A policy's own names stand alone; those of modules that it uses may be the same.
  const model::File& file = model.files[file_of(model, target)];
  const auto own = [&](std::string_view name) {
    const std::string_view last = unqualified(name);
    return file.policy ? std::string(last) : file.name + "." + std::string(last);
  };
  switch (target.kind) {
    case Target::Kind::fact: return "fact-" + own(model.facts[target.id].name);
    case Target::Kind::parameter: return "parameter-" + own(model.parameters[target.id].name);
    case Target::Kind::define: return "define-" + own(model.defines[target.id].name);
    case Target::Kind::notice: return "notice-" + own(model.notices[target.id].name);
    case Target::Kind::decision: return "decision-" + own(model.decisions[target.id].name);
    case Target::Kind::rule: break;
  }
  const model::Decision& decision = model.decisions[target.id];
  const bool is_otherwise = target.rule == decision.rules.size();
  return "rule-" + own(decision.name) + "." + (is_otherwise ? "otherwise" : decision.rules[target.rule].name);
}

}  // namespace writ::documents
