// What the pages of the family `prove` show: each finds what its page says to avoid, and nothing in what it prefers.

#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>

#include "engine/api/load.hpp"
#include "grammar/render.hpp"
#include "tools/lint/proof_findings.hpp"
#include "tools/lint/table.hpp"

namespace writ::lint {
namespace {

std::string read(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string block_of(const std::string& page, const std::string& heading) {
  const auto section = page.find("\n## " + heading + "\n");
  REQUIRE(section != std::string::npos);
  const std::string fence = "\n```writ\n";
  const auto begin = page.find(fence, section);
  REQUIRE(begin != std::string::npos);
  const auto end = page.find("\n```\n", begin + fence.size());
  return page.substr(begin + fence.size(), end + 1 - begin - fence.size());
}

std::vector<Lint> proved(const std::string& text) {
  const Loaded loaded = load({{"policy.writ", text}});
  INFO(render(loaded.diagnostics, *loaded.sources));
  REQUIRE(loaded.model != nullptr);
  const auto program = compile(loaded.model, {.trace = false, .tests = true});
  analysis::ProveOptions options;
  options.decisions = loaded.model->order;
  for (std::uint32_t i = 0; i < loaded.model->invariants.size(); ++i) options.invariants.push_back(i);
  const analysis::Proof proof = analysis::prove(program, options);
  const Settings settings = Settings::standard();
  const Subject subject{*loaded.sources, *loaded.files, *loaded.model, settings};
  std::vector<Lint> found;
  for (const ProofFinding& each : proof_findings(subject, {*loaded.sources, program, proof}, true).proved) {
    found.push_back(each.finding.lint);
  }
  return found;
}

TEST_CASE("prove finds what its pages say to avoid, and nothing in what they prefer") {
  for (const Row& row : table()) {
    if (row.category != "prove") continue;
    const std::string page = read(std::string(WRIT_SOURCE_DIR) + "/docs/lints/" + std::string(row.id) + ".md");
    INFO(row.id);
    CHECK(proved(block_of(page, "Avoid")) == std::vector{row.lint});
    CHECK(proved(block_of(page, "Prefer")).empty());
  }
}

}  // namespace
}  // namespace writ::lint
