#include "tools/report/html.hpp"

namespace writ {
namespace {

constexpr std::string_view page_style = R"(
:root {
  color-scheme: light dark;
  --paper: #ffffff; --ink: #1d2329; --faint: #667079; --line: #d5dade; --shade: #f4f6f8; --accent: #1b62b5;
  --permitted: #1a7f45; --forbidden: #c0392b; --referred: #9a6400; --decided: #1b62b5; --undetermined: #6b4fa0;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #15191e; --ink: #e3e7ea; --faint: #98a3ad; --line: #37414b; --shade: #1f262d; --accent: #7ab4f5;
    --permitted: #5cc98a; --forbidden: #f28b7d; --referred: #e5b25d; --decided: #7ab4f5; --undetermined: #b9a2ea;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0 auto; max-width: 62rem; padding: 2rem 1.25rem 4rem; background: var(--paper); color: var(--ink);
  font: 16px/1.6 system-ui, -apple-system, "Segoe UI", "Helvetica Neue", "Noto Sans", "PingFang SC",
    "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", sans-serif;
  overflow-wrap: break-word;
}
:lang(zh) { line-height: 1.75; text-autospace: normal; }
h1, h2, h3, h4 { line-height: 1.3; margin: 2em 0 0.6em; }
h1 { font-size: 1.7rem; margin-top: 0; }
h2 { font-size: 1.3rem; border-bottom: 1px solid var(--line); padding-bottom: 0.25em; }
h3 { font-size: 1.08rem; }
h4 { font-size: 1rem; }
p, ul, ol, dl, table, pre, figure, details { margin: 0 0 1em; }
a { color: var(--accent); text-underline-offset: 0.25em; }
code, pre, kbd, samp {
  font-family: ui-monospace, "SF Mono", "Cascadia Mono", "DejaVu Sans Mono", Menlo, Consolas, "Noto Sans Mono CJK SC",
    monospace;
  font-size: 0.9em;
}
code { background: var(--shade); border-radius: 3px; padding: 0.1em 0.3em; }
pre { background: var(--shade); border-radius: 6px; padding: 0.8em 1em; overflow-x: auto; line-height: 1.5; }
pre code { background: none; padding: 0; font-size: inherit; }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid var(--line); padding: 0.4em 0.75em 0.4em 0; text-align: left; vertical-align: top; }
th { font-weight: 600; }
thead th { border-bottom-width: 2px; color: var(--faint); font-size: 0.88em; }
caption { text-align: left; color: var(--faint); padding-bottom: 0.4em; }
details > summary { cursor: pointer; }
blockquote { margin: 0 0 1em; padding: 0.1em 0 0.1em 1em; border-left: 3px solid var(--line); }
figure { max-width: 100%; }
figcaption { color: var(--faint); font-size: 0.9em; }
img, svg { max-width: 100%; height: auto; }
hr { border: 0; border-top: 1px solid var(--line); margin: 2em 0; }
.faint { color: var(--faint); }
.permitted { color: var(--permitted); }
.forbidden { color: var(--forbidden); }
.referred { color: var(--referred); }
.decided { color: var(--decided); }
.undetermined { color: var(--undetermined); }
.badge {
  display: inline-block; border: 1px solid currentColor; border-radius: 4px; padding: 0 0.45em; font-size: 0.85em;
  font-weight: 600; line-height: 1.5; white-space: nowrap;
}
.number { text-align: right; font-variant-numeric: tabular-nums; }
.wide { overflow-x: auto; }
.columns { display: grid; grid-template-columns: 1fr 1fr; gap: 0 2rem; }
.columns > * { min-width: 0; }
@media (max-width: 44rem) {
  body { padding-top: 1.25rem; }
  .columns { grid-template-columns: 1fr; }
}
@media print {
  :root {
    --paper: #fff; --ink: #000; --faint: #555; --line: #bbb; --shade: #f4f4f4; --accent: #000;
    --permitted: #12612f; --forbidden: #9c2a1e; --referred: #7a4f00; --decided: #124a8a; --undetermined: #523b80;
  }
  body { max-width: none; padding: 0; font-size: 10.5pt; }
  h1, h2, h3, h4 { break-after: avoid; }
  tr, figure, blockquote { break-inside: avoid; }
  pre { white-space: pre-wrap; }
  .wide { overflow: visible; }
}
)";

/// Appends the character at a place, or what stands for it where it is one that a terminal might obey, or that XML
/// forbids. How many bytes it has.
std::size_t append_visible(std::string& out, std::string_view text, std::size_t at) {
  const auto byte = static_cast<unsigned char>(text[at]);
  const auto next = at + 1 < text.size() ? static_cast<unsigned char>(text[at + 1]) : 0U;
  const std::string_view three = text.substr(at, 3);
  if (byte == 0x7f) {
    out += "\xe2\x90\xa1";  // U+2421, a picture of "delete".
  } else if (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') {
    out += "\xe2\x90";  // U+2400 and so on: pictures of control characters.
    out += static_cast<char>(0x80 + byte);
  } else if (byte == 0xc2 && next >= 0x80 && next < 0xa0) {  // U+0080 to U+009F
    out += "\xef\xbf\xbd";
    return 2;
  } else if (three == "\xef\xbf\xbe" || three == "\xef\xbf\xbf") {  // U+FFFE and U+FFFF
    out += "\xef\xbf\xbd";
    return 3;
  } else {
    out += text[at];
  }
  return 1;
}

}  // namespace

std::string visible(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) at += append_visible(out, text, at);
  return out;
}

void append_html(std::string& out, std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    std::string_view escape;
    switch (text[at]) {
      case '&': escape = "&amp;"; break;
      case '<': escape = "&lt;"; break;
      case '>': escape = "&gt;"; break;
      case '"': escape = "&quot;"; break;
      case '\'': escape = "&#39;"; break;
      default: at += append_visible(out, text, at); continue;
    }
    out += escape;
    ++at;
  }
}

std::string html_escape(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  append_html(out, text);
  return out;
}

std::string html_page(std::string_view title, std::string_view body, const HtmlOptions& options) {
  std::string out = "<!DOCTYPE html>\n<html lang=\"";
  append_html(out, options.language);
  out += "\">\n<head>\n<meta charset=\"utf-8\">\n";
  out += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>";
  append_html(out, title);
  out += "</title>\n<style>";
  out += page_style;
  out += options.style;
  out += "</style>\n</head>\n<body>\n";
  out += body;
  if (!body.ends_with('\n')) out += '\n';
  out += "</body>\n</html>\n";
  return out;
}

}  // namespace writ
