#pragma once
// What a decision says beside its outcome: messages, citations, obligations and advice.

#include <unordered_map>

#include "engine/check/typer.hpp"

namespace writ::checking {

model::Message type_message(Typer& typer, const syntax::Message& message);
/// Nothing where it was reported.
std::optional<model::NoticeCall> type_notice(Typer& typer, const syntax::NoticeCall& call);

/// The sources of one file by name.
using SourceNames = std::unordered_map<std::string_view, std::uint32_t>;
SourceNames source_names(const Context& context, FileIndex file);
std::vector<model::Citation> resolve_citations(Context& context, FileIndex file, const SourceNames& sources,
                                               const std::vector<syntax::Citation>& written);

}  // namespace writ::checking
