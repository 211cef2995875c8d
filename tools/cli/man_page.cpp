#include "tools/cli/man_page.hpp"

#include <cctype>

namespace writ::cli {
namespace {

/// As roff prints it. What stands between backticks is bold.
std::string roff(std::string_view text) {
  std::string out;
  bool bold = false;
  for (const char letter : text) {
    if (letter == '\\') {
      out += "\\e";
    } else if (letter == '-') {
      out += "\\-";
    } else if (letter == '\'') {
      out += "\\(aq";
    } else if (letter == '`') {
      bold = !bold;
      out += bold ? "\\fB" : "\\fR";
    } else {
      if (letter == '.' && (out.empty() || out.ends_with('\n'))) out += "\\&";
      out += letter;
    }
  }
  return out;
}

std::string upper_case(std::string_view text) {
  std::string out;
  for (const char letter : text) out += static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
  return out;
}

std::string head(const std::string& page, std::string_view summary) {
  return ".TH " + upper_case(page) + " 1 \"\" \"writ " WRIT_VERSION "\" \"Writ\"\n.SH NAME\n" + roff(page) + " \\- " +
         roff(summary) + "\n";
}

std::string value_of(const OptionHelp& option) {
  if (option.value.empty()) return {};
  const std::string value = "\\fI" + roff(option.value) + "\\fR";
  return option.value_may_lack ? "[=" + value + "]" : " " + value;
}

std::string options(const std::vector<OptionHelp>& all) {
  std::string out;
  for (const OptionHelp& option : all) {
    out += ".TP\n";
    for (std::size_t i = 0; i < option.names.size(); ++i) {
      out += (i > 0 ? ", \\fB" : "\\fB") + roff(option.names[i]) + "\\fR";
    }
    out += value_of(option) + "\n" + roff(option.text) + (option.required ? " (required)" : "") + "\n";
  }
  return out;
}

/// Paragraphs of a footer under their headings: prose first, then `examples:` and `exit status:`.
class Footer {
 public:
  explicit Footer(std::string_view text) {
    while (!text.empty()) {
      const std::size_t end = std::min(text.find("\n\n"), text.size());
      take(text.substr(0, end));
      text.remove_prefix(std::min(end + 2, text.size()));
    }
  }

  const std::string& prose() const { return prose_; }
  std::string rest() const {
    return (examples_.empty() ? "" : ".SH EXAMPLES\n.nf\n" + examples_ + ".fi\n") +
           (status_.empty() ? "" : ".SH EXIT STATUS\n" + status_);
  }

 private:
  void take(std::string_view paragraph) {
    while (paragraph.starts_with('\n')) paragraph.remove_prefix(1);
    while (paragraph.ends_with('\n')) paragraph.remove_suffix(1);
    constexpr std::string_view examples = "examples:\n", status = "exit status: ";
    if (paragraph.starts_with(examples)) {
      examples_ = roff(paragraph.substr(examples.size())) + "\n";
    } else if (paragraph.starts_with(status)) {
      status_ = roff(paragraph.substr(status.size())) + "\n";
    } else if (!paragraph.empty()) {
      prose_ += (prose_.empty() ? "" : ".PP\n") + roff(paragraph) + "\n";
    }
  }

  std::string prose_, examples_, status_;
};

}  // namespace

std::string man_page(const CommandHelp& help) {
  std::string summary = help.summary;
  summary.front() = static_cast<char>(std::tolower(static_cast<unsigned char>(summary.front())));
  if (summary.ends_with('.')) summary.pop_back();
  std::string out = head("writ-" + help.name, summary);
  out += ".SH SYNOPSIS\n\\fBwrit " + roff(help.name) + "\\fR [\\fIoption\\fR ...]";
  for (const OptionHelp& positional : help.positionals) {
    const std::string name = "\\fI" + roff(positional.names.front()) + "\\fR" + (positional.repeats ? " ..." : "");
    out += positional.required ? " " + name : " [" + name + "]";
  }
  const Footer footer(help.footer);
  out += "\n.SH DESCRIPTION\n" + roff(help.summary) + "\n";
  if (!footer.prose().empty()) out += ".PP\n" + footer.prose();
  out += ".SH OPTIONS\n" + options(help.options) + footer.rest();
  return out + ".SH SEE ALSO\n.BR writ (1)\n";
}

std::string man_page(std::span<const Command> commands, std::string_view summary, std::string_view footer) {
  std::string out = head("writ", summary);
  out += ".SH SYNOPSIS\n\\fBwrit\\fR \\fIcommand\\fR [\\fIargument\\fR ...]\n";
  const Footer told(footer);
  out += ".SH DESCRIPTION\n" + told.prose() + ".SH COMMANDS\n";
  for (const Command& command : commands) {
    out += ".TP\n.BR writ\\-" + roff(command.name) + " (1)\n" + roff(command.summary) + "\n";
  }
  out +=
      ".SH OPTIONS\n.TP\n\\fB\\-\\-help\\fR\nprint a help message and exit\n.TP\n\\fB\\-\\-version\\fR\nprint the "
      "version of the program and of the tz database, and exit\n";
  return out + told.rest();
}

}  // namespace writ::cli
