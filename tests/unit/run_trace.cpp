// A program that traces decides as one that does not: over the facts of every golden test, byte for byte.

#include <catch2/catch.hpp>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/api/load.hpp"
#include "engine/api/rule_files.hpp"
#include "engine/facts/answer.hpp"
#include "engine/facts/json_index.hpp"
#include "engine/facts/write_json.hpp"
#include "engine/program/program.hpp"
#include "tests/golden/golden.hpp"
#include "tests/support/process.hpp"

using namespace writ;

namespace {

const std::filesystem::path root = WRIT_SOURCE_DIR;

/// Decides by name, since no record has the facts of all.
class Asked {
 public:
  explicit Asked(const Loaded& loaded) : model_(loaded.model) {
    for (model::DecisionId i = 0; i < model_->decisions.size(); ++i) {
      for (const bool trace : {false, true}) {
        auto& side = trace ? traced_ : plain_;
        side.push_back({compile(model_, {.trace = trace}), nullptr, nullptr});
        side.back().answerer = std::make_unique<Answerer>(side.back().program, std::vector{i}, AnswerOptions{});
        side.back().writer = std::make_unique<AnswerWriter>(side.back().program, *loaded.sources, *side.back().answerer,
                                                            AnswerWriter::Options{});
      }
    }
  }

  std::size_t compare(const std::string& record) {
    std::size_t noted = 0;
    for (std::size_t i = 0; i < plain_.size(); ++i) {
      INFO(model_->decisions[i].name << ": " << record.substr(0, 2000));
      CHECK(up_to_at_least(traced_[i].line(record)) == up_to_at_least(plain_[i].line(record)));
      noted += traced_[i].answerer->machine().trace().nodes().size();
    }
    return noted;
  }

 private:
  /// A search that ends by its work ends elsewhere where each rule takes more of it.
  static std::string up_to_at_least(const std::string& line) {
    constexpr std::string_view at_least = "\"holds_at_least\": ";
    const auto found = line.find(at_least);
    return found == std::string::npos ? line : line.substr(0, found + at_least.size());
  }

  struct Side {
    std::shared_ptr<const Program> program;
    std::unique_ptr<Answerer> answerer;
    std::unique_ptr<AnswerWriter> writer;

    std::string line(std::string record) {
      const std::size_t size = record.size();
      record.append(json_padding, ' ');
      std::string out;
      writer->append(out, answerer->answer(std::string_view(record).substr(0, size)));
      return out;
    }
  };
  std::shared_ptr<const model::Model> model_;
  std::vector<Side> plain_, traced_;
};

}  // namespace

TEST_CASE("tracing changes no answer") {
  std::size_t records = 0, noted = 0;
  const Loaded ours = load(read_rule_files({(root / "rules").string()}).texts);
  REQUIRE(ours.model);
  Asked our_policies(ours);
  for (const char* stage : {"eval", "domain", "facts"}) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root / "tests/golden" / stage)) {
      if (entry.path().extension() != ".golden") continue;
      const golden::Golden golden = golden::parse(test::read_file(entry.path()));
      std::vector<NamedText> texts;
      for (const auto& section : golden.sections) {
        if (section.name == "policy") texts.push_back({section.argument, section.body});
      }
      const bool has_own = !texts.empty();
      const Loaded loaded = load(std::move(texts));
      if (has_own && !loaded.model) continue;
      std::optional<Asked> own;
      if (has_own) own.emplace(loaded);
      for (const auto& section : golden.sections) {
        if (section.name != "facts" || section.body.size() > 200'000) continue;
        INFO(entry.path());
        for (const std::string& record : golden::lines_of(section.body)) {
          noted += (has_own ? *own : our_policies).compare(record);
          ++records;
        }
      }
    }
  }
  CHECK(records > 100);
  CHECK(noted > 1000);
}
