#include "tools/testing/boundary_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "engine/value/time/format.hpp"
#include "grammar/parse.hpp"

namespace writ::testing {

using namespace model;

WrittenModule module_for(const Loaded& loaded, FileIndex tests_of) {
  const Model& model = *loaded.model;
  const File& tests = model.files[tests_of];
  std::string path = (*loaded.sources)[tests.source].name();
  if (path.ends_with(".writ")) path.resize(path.size() - 5);
  const auto taken = [&](const std::string& ending) {
    return std::ranges::any_of(model.files, [&](const File& file) {
      return file.name == tests.name + ending || (*loaded.sources)[file.source].name() == path + ending + ".writ";
    });
  };
  std::string ending = "_boundaries";
  for (int number = 2; taken(ending); ++number) ending = fmt::format("_boundaries_{}", number);
  return {tests_of, tests.name + ending, path + ending + ".writ", {}};
}

std::vector<FileIndex> visible_files(const Loaded& loaded, FileIndex from) {
  const Model& model = *loaded.model;
  const Parsed parsed = parse(*loaded.sources, model.files[from].source, loaded.limits);
  std::vector<FileIndex> visible{from};
  for (FileIndex file = 0; file < model.files.size(); ++file) {
    const bool used = std::ranges::any_of(parsed.file.header.uses, [&](const syntax::Use& use) {
      return use.name.text() == model.files[file].name && !use.alias;
    });
    if (used) visible.push_back(file);
  }
  return visible;
}

namespace {

class Writer {
 public:
  Writer(const Loaded& loaded, const WrittenModule& module) : loaded_(loaded), model_(*loaded.model), module_(module) {}

  ModuleText write() {
    header();
    for (const WrittenTest& test : module_.tests) {
      result_.begins.push_back(static_cast<std::uint32_t>(result_.text.size()));
      append(test);
    }
    return std::move(result_);
  }

 private:
  void line(std::string_view text) { result_.text.append(text).append("\n"); }

  void header() {
    const File& file = model_.files[module_.tests_of];
    const Parsed parsed = parse(*loaded_.sources, file.source, loaded_.limits);
    line("/// Tests at the boundaries of windows and counts, on the facts of " + file.name + ".");
    line("/// `writ test --boundaries` wrote them with what the rules came to then: right is what their clauses say.");
    line(fmt::format("module {} \"Tests at boundaries\"", module_.name));
    if (file.zone != nullptr) line("  timezone \"" + file.zone->name() + "\"");
    if (parsed.file.header.calendar) line(fmt::format("  calendar {}", parsed.file.header.calendar->text));
    line("");
    for (const syntax::Use& use : parsed.file.header.uses) line(loaded_.sources->text(use.span));
    line("use " + file.name);
  }

  void append(const WrittenTest& written) {
    const PlannedTest& plan = written.plan;
    line("");
    line("// written by --boundaries: read before you keep it");
    for (const std::string& clause : plan.clauses) line("// " + clause);
    line(fmt::format("test \"{}\"", unique(plan.title)));
    givens(plan);
    if (plan.at) line("  at " + instant(*plan.at));
    for (std::size_t i = 0; i < plan.points.size(); ++i) {
      if (written.expects[i].empty()) continue;
      const PlannedTest::Point& point = plan.points[i];
      if (point.at) line("  at " + instant(*point.at));
      if (!point.given.empty()) line(fmt::format("  given {} = {}", model_.facts[plan.changed].name, point.given));
      line("  expect " + written.expects[i]);
    }
  }

  /// The steps before, in their own words: the last that gives each fact and sets each parameter.
  void givens(const PlannedTest& plan) {
    const auto& steps = model_.tests[plan.test].steps;
    std::map<FactId, std::uint32_t> facts;
    std::map<ParameterId, std::uint32_t> parameters;
    for (std::uint32_t i = 0; i < plan.step; ++i) {
      if (const auto* given = std::get_if<GivenStep>(&steps[i].node)) facts[given->fact] = i;
      if (const auto* set = std::get_if<SetStep>(&steps[i].node)) parameters[set->parameter] = i;
    }
    facts.erase(plan.changed);
    std::set<std::uint32_t> wanted;
    for (const auto& [fact, step] : facts) wanted.insert(step);
    for (const auto& [parameter, step] : parameters) wanted.insert(step);
    for (const std::uint32_t step : wanted) line("  " + std::string(loaded_.sources->text(steps[step].span)));
  }

  std::string instant(time::Instant instant) const {
    std::string text;
    const auto& zone = model_.files[module_.tests_of].zone;
    time::append_instant(text, instant, zone == nullptr ? *utc_ : *zone);
    return text;
  }

  std::string unique(const std::string& title) {
    const auto count = ++titles_[title];
    return count == 1 ? title : fmt::format("{} ({})", title, count);
  }

  const Loaded& loaded_;
  const Model& model_;
  const WrittenModule& module_;
  std::map<std::string, int> titles_;
  std::shared_ptr<const time::Zone> utc_ = time::Zone::utc();
  ModuleText result_;
};

}  // namespace

ModuleText module_text(const Loaded& loaded, const WrittenModule& module) { return Writer(loaded, module).write(); }

}  // namespace writ::testing
