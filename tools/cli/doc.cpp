// writ doc: a readable page for each policy.

#include <sys/stat.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <iterator>
#include <map>
#include <set>

#include "engine/api/source_documents.hpp"
#include "engine/value/names.hpp"
#include "grammar/render.hpp"
#include "tools/cli/command.hpp"
#include "tools/cli/diagnostics.hpp"
#include "tools/cli/limit_option.hpp"
#include "tools/cli/terminal.hpp"
#include "tools/cli/write_file.hpp"
#include "tools/documents/policy_page.hpp"

namespace writ::cli {
namespace {

using documents::Page;

struct Options {
  std::vector<std::string> paths, only;
  std::string format = "html", output, language = "en";
  Limits limits;
};

constexpr const char* footer = R"(
PATH is a rule file, or a directory that is walked for *.writ: a policy with all that it uses, and its tests, which the
page shows as examples. `-o` names a file for one policy; a directory where it ends in `/`, is one, or where there are
several policies: each then has a page of its name, and index.html or README.md leads to them.

examples:
  writ doc -o site/ rules
  writ doc --format markdown --lang zh -o docs/policies/ rules
  writ doc --only taobao.negotiated_shipping -o negotiated_shipping.html rules

exit status: 0 done, 1 something cannot be read or written, 2 wrong usage,
3 a rule lacks a language that others of its policy have, a source cannot be read or lacks a clause that is cited, or
errors in rule files; in all cases but the last everything is written
)";

bool declare(Options& options, const Arguments& arguments, int& code) {
  CLI::App app("Writes a page about each policy for people who read it and do not write it.", "writ doc");
  app.footer(footer);
  app.add_option("PATH", options.paths, "rule files, or directories of them")->required()->type_name("");
  app.add_option("--format", options.format, "html: pages that stand alone; markdown: as GitHub renders it")
      ->check(CLI::IsMember({"html", "markdown"}).description(""))
      ->type_name("html|markdown");
  app.add_option("-o,--output", options.output, "a file or directory; files are replaced whole")->type_name("FILE|DIR");
  app.add_option("--lang", options.language, "the language of the page, and of messages that have it")
      ->check(CLI::IsMember({"en", "zh"}).description(""))
      ->type_name("en|zh");
  app.add_option("--only", options.only, "this policy alone; may be given several times")
      ->allow_extra_args(false)
      ->type_name("POLICY");
  declare_limit(app, options.limits);
  return parse_arguments(app, arguments, code);
}

/// The policies that are asked for; nothing, after saying why, where one is not there.
std::vector<model::FileIndex> chosen(const model::Model& model, const Options& options) {
  auto all = documents::policies_of(model);
  if (all.empty()) say_error("there is no policy in these files", "a policy's file begins with `policy NAME`");
  if (options.only.empty()) return all;
  std::set<model::FileIndex> wanted;
  std::vector<std::string_view> names;
  for (const model::FileIndex policy : all) names.push_back(model.files[policy].name);
  for (const std::string& name : options.only) {
    const auto is_it = [&](model::FileIndex policy) {
      return model.files[policy].name == name || unqualified(model.files[policy].name) == name;
    };
    const auto found = std::ranges::find_if(all, is_it);
    if (found == all.end()) {
      const auto near = near_miss(name, names);
      std::string list;
      for (const std::string_view each : names) list.append(list.empty() ? "" : ", ").append(each);
      say_error("there is no policy `" + name + "`",
                near ? "did you mean `" + std::string(*near) + "`?" : "there are: " + list);
      return {};
    }
    wanted.insert(*found);
  }
  std::vector<model::FileIndex> result;
  for (const model::FileIndex policy : all) {
    if (wanted.contains(policy)) result.push_back(policy);
  }
  return result;
}

/// What a page of these policies would show as missing: sources, and clauses of them.
Diagnostics broken_references(documents::ClauseMap& map, const std::vector<model::FileIndex>& policies) {
  documents::find_gaps(map);
  std::set<FileId> files;
  for (const model::FileIndex policy : policies) files.insert(map.model->files[policy].source);
  Diagnostics broken = std::move(map.findings);
  std::erase_if(broken, [&](const Diagnostic& found) {
    const bool counts = found.code == Code::source_unreadable || found.code == Code::source_without_clauses ||
                        found.code == Code::unknown_clause;
    return !counts || !files.contains(found.place.file);
  });
  map.findings.clear();
  return broken;
}

bool is_directory(const std::string& path) {
  struct stat status {};
  return path.ends_with('/') || (stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode));
}

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return lower;
}

/// The pages and what they link to.
class Site {
 public:
  Site(const model::Model& model, const std::vector<Page>& pages, bool is_html) : model_(model), is_html_(is_html) {
    for (const Page& page : pages) ids_.emplace(page.name, page.ids());
  }

  std::string_view ending() const { return is_html_ ? ".html" : ".md"; }
  std::string index_name() const { return (is_html_ ? "index" : "README") + std::string(ending()); }
  /// Of a policy's page. One that is called like the page that leads to all gets another name, whatever the case of
  /// its letters: file systems may see no difference.
  std::string file_name(const std::string& policy) const {
    const bool is_taken = lower_case(policy) == lower_case(is_html_ ? "index" : "README");
    return policy + (is_taken ? "_policy" : "") + std::string(ending());
  }

  std::string text(const Page& page) const {
    const auto link = [&](const documents::Target& target) { return address(page.name, target); };
    return is_html_ ? page_html(page, link) : page_markdown(page, link);
  }

 private:
  std::string address(const std::string& from, const documents::Target& target) const {
    const std::string id = target_id(model_, target);
    const auto own = ids_.find(from);
    if (own != ids_.end() && own->second.contains(id)) return "#" + id;
    const std::string& home = model_.files[file_of(model_, target)].name;
    const auto other = ids_.find(home);
    if (home == from || other == ids_.end() || !other->second.contains(id)) return {};
    return file_name(home) + "#" + id;
  }

  const model::Model& model_;
  bool is_html_;
  std::map<std::string, std::set<std::string>> ids_;
};

int write_pages(const documents::ClauseMap& map, const std::vector<model::FileIndex>& policies,
                const Options& options) {
  const auto language = options.language == "zh" ? documents::Language::zh : documents::Language::en;
  const auto pages = documents::policy_pages(map, policies, language);
  const Site site(*map.model, pages, options.format == "html");
  const bool to_directory =
      !options.output.empty() && options.output != "-" && (pages.size() > 1 || is_directory(options.output));
  if (!to_directory) return write_to(options.output, site.text(pages.front()));
  const std::string directory = options.output + (options.output.ends_with('/') ? "" : "/");
  for (const Page& page : pages) {
    const int code = write_to(directory + site.file_name(page.name), site.text(page));
    if (code != exit_done) return code;
  }
  const Page index =
      documents::index_page(map, policies, language, [&](const auto& policy) { return site.file_name(policy); });
  return write_to(directory + site.index_name(), site.text(index));
}

}  // namespace

int doc(const Arguments& arguments) {
  Options options;
  int code = exit_done;
  if (!declare(options, arguments, code)) return code;
  const auto right = load_right(options.paths, options.limits, code);
  if (!right) return code;
  const Loaded& loaded = *right;
  const auto policies = chosen(*loaded.model, options);
  if (policies.empty()) return exit_usage;
  if (policies.size() > 1 && (options.output.empty() || options.output == "-")) {
    say_error("there are " + std::to_string(policies.size()) + " policies, and a page for each",
              "say where: `-o DIRECTORY/`, or which: `--only " + loaded.model->files[policies.front()].name + "`");
    return exit_usage;
  }

  const SourceDocuments sources = read_source_documents(*loaded.model, *loaded.sources);
  auto map = documents::map_clauses(loaded, sources, documents::named_in_tests(*loaded.model));
  Diagnostics findings = broken_references(map, policies);
  for (const model::FileIndex policy : policies) {
    std::ranges::move(documents::missing_languages(*loaded.model, policy), std::back_inserter(findings));
  }
  const int written = write_pages(map, policies, options);
  if (!findings.empty()) {
    const std::string text = render(findings, *map.texts, {may_colour(STDERR_FILENO)});
    std::fputs((text + "\n" + counted(findings) + "\n").c_str(), stderr);
  }
  if (written != exit_done) return written;
  return findings.empty() ? exit_done : exit_diagnostics;
}

}  // namespace writ::cli
