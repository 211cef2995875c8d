// Policies and findings of the C interface.

#include <algorithm>
#include <span>
#include <utility>

#include "engine/api/bound_decider.hpp"
#include "engine/api/set_limit.hpp"
#include "engine/capi/boundary.hpp"
#include "engine/capi/handles.hpp"

using namespace writ::capi;

namespace {

template <typename Item>
bool is_given(const Item* items, std::size_t count) {
  return items != nullptr || count == 0;
}

bool are_texts(const writ_parameter* parameters, std::size_t count) {
  if (!is_given(parameters, count)) return false;
  for (const writ_parameter& parameter : std::span(parameters, count)) {
    if (!is_text(parameter.name) || !is_text(parameter.value)) return false;
  }
  return true;
}

std::vector<writ::ParameterValue> values_of(const writ_parameter* parameters, std::size_t count) {
  std::vector<writ::ParameterValue> values;
  for (const writ_parameter& parameter : std::span(parameters, count)) {
    values.push_back({std::string(view(parameter.name)), std::string(view(parameter.value))});
  }
  return values;
}

bool are_limits(const writ_limit* limits, std::size_t count) {
  if (!is_given(limits, count)) return false;
  return std::ranges::all_of(std::span(limits, count), [](const writ_limit& limit) { return is_text(limit.name); });
}

struct GivenLimits {
  const writ_limit* limits;
  std::size_t count;
};

/// What `load` loads within the limits, which may be wrong themselves.
template <typename Load>
writ::PolicySet::Loaded within(GivenLimits given, Load load) {
  writ::Limits limits;
  for (const writ_limit& limit : std::span(given.limits, given.count)) {
    auto problem = writ::set_limit(limits, view(limit.name), limit.value);
    if (problem) return {std::nullopt, {writ::plain_error(std::move(*problem), {})}};
  }
  return load(limits);
}

/// Hands over what `load` loads.
template <typename Load>
writ_status loaded(writ_policies** policies, writ_findings** findings, GivenLimits limits, bool is_use, Load load) {
  if (policies != nullptr) *policies = nullptr;
  if (findings != nullptr) *findings = nullptr;
  if (policies == nullptr || !is_use || !are_limits(limits.limits, limits.count)) return WRIT_MISUSE;
  return guarded([&]() -> writ_status {
    writ::PolicySet::Loaded result = within(limits, load);
    std::unique_ptr<writ_findings> told;
    if (findings != nullptr) told.reset(new writ_findings{std::move(result.findings)});
    if (result.policies) {
      std::vector<std::string> decisions = result.policies->decisions();
      *policies = new writ_policies{std::move(*result.policies), std::move(decisions)};
    }
    if (findings != nullptr) *findings = told.release();
    return *policies != nullptr ? WRIT_OK : WRIT_REFUSED;
  });
}

const writ::Finding* finding_at(const writ_findings* findings, std::size_t index) {
  return findings != nullptr && index < findings->findings.size() ? &findings->findings[index] : nullptr;
}

writ_text text_at(const writ_findings* findings, std::size_t index, std::string writ::Finding::*member) {
  const writ::Finding* finding = finding_at(findings, index);
  return text_of(finding != nullptr ? std::string_view(finding->*member) : std::string_view(""));
}

}  // namespace

extern "C" {

writ_status writ_load_texts(const writ_source* sources, size_t source_count, const writ_parameter* parameters,
                            size_t parameter_count, const writ_limit* limits, size_t limit_count,
                            writ_policies** policies, writ_findings** findings) {
  bool is_use = is_given(sources, source_count) && are_texts(parameters, parameter_count);
  for (std::size_t i = 0; is_use && i < source_count; ++i)
    is_use = is_text(sources[i].name) && is_text(sources[i].text);
  return loaded(policies, findings, {limits, limit_count}, is_use, [&](const writ::Limits& chosen) {
    std::vector<writ::PolicyText> texts;
    for (const writ_source& source : std::span(sources, source_count)) {
      texts.push_back({std::string(view(source.name)), std::string(view(source.text))});
    }
    return writ::PolicySet::load(std::move(texts), values_of(parameters, parameter_count), chosen);
  });
}

writ_status writ_load_paths(const writ_text* paths, size_t path_count, const writ_parameter* parameters,
                            size_t parameter_count, const writ_limit* limits, size_t limit_count,
                            writ_policies** policies, writ_findings** findings) {
  bool is_use = is_given(paths, path_count) && are_texts(parameters, parameter_count);
  for (std::size_t i = 0; is_use && i < path_count; ++i) is_use = is_text(paths[i]);
  return loaded(policies, findings, {limits, limit_count}, is_use, [&](const writ::Limits& chosen) {
    std::vector<std::string> names;
    for (const writ_text& path : std::span(paths, path_count)) names.emplace_back(view(path));
    return writ::PolicySet::load_paths(names, values_of(parameters, parameter_count), chosen);
  });
}

writ_status writ_load_saved(writ_text path, const writ_limit* limits, size_t limit_count, writ_policies** policies,
                            writ_findings** findings) {
  return loaded(policies, findings, {limits, limit_count}, is_text(path), [&](const writ::Limits& chosen) {
    return writ::PolicySet::load_saved(std::string(view(path)), chosen);
  });
}

writ_status writ_load_saved_bytes(const void* bytes, size_t size, const writ_limit* limits, size_t limit_count,
                                  writ_policies** policies, writ_findings** findings) {
  const bool is_use = bytes != nullptr || size == 0;
  return loaded(policies, findings, {limits, limit_count}, is_use, [&](const writ::Limits& chosen) {
    return writ::PolicySet::load_saved_bytes({static_cast<const char*>(bytes), size}, chosen);
  });
}

void writ_policies_free(writ_policies* policies) { delete policies; }

size_t writ_policies_decision_count(const writ_policies* policies) {
  return policies != nullptr ? policies->decisions.size() : 0;
}

writ_text writ_policies_decision(const writ_policies* policies, size_t index) {
  return text_of(index < writ_policies_decision_count(policies) ? std::string_view(policies->decisions[index]) : "");
}

writ_status writ_lint(const writ_policies* policies, writ_text settings, const int32_t* today,
                      writ_findings** findings) {
  if (findings != nullptr) *findings = nullptr;
  if (policies == nullptr || findings == nullptr || !is_text(settings)) return WRIT_MISUSE;
  return guarded([&]() -> writ_status {
    writ::LintOptions options{.settings = std::string(view(settings))};
    if (today != nullptr) options.today = writ::Value::Date{*today};
    *findings = new writ_findings{policies->set.lint(options)};
    return WRIT_OK;
  });
}

size_t writ_findings_count(const writ_findings* findings) {
  return findings != nullptr ? findings->findings.size() : 0;
}

writ_level writ_finding_level(const writ_findings* findings, size_t index) {
  const writ::Finding* finding = finding_at(findings, index);
  return finding != nullptr ? static_cast<writ_level>(finding->level) : WRIT_ERROR;
}

writ_text writ_finding_code(const writ_findings* findings, size_t index) {
  return text_at(findings, index, &writ::Finding::code);
}
writ_text writ_finding_message(const writ_findings* findings, size_t index) {
  return text_at(findings, index, &writ::Finding::message);
}
writ_text writ_finding_file(const writ_findings* findings, size_t index) {
  return text_at(findings, index, &writ::Finding::file);
}
writ_text writ_finding_rendered(const writ_findings* findings, size_t index) {
  return text_at(findings, index, &writ::Finding::rendered);
}

uint32_t writ_finding_line(const writ_findings* findings, size_t index) {
  const writ::Finding* finding = finding_at(findings, index);
  return finding != nullptr ? finding->line : 0;
}

uint32_t writ_finding_column(const writ_findings* findings, size_t index) {
  const writ::Finding* finding = finding_at(findings, index);
  return finding != nullptr ? finding->column : 0;
}

void writ_findings_free(writ_findings* findings) { delete findings; }

}  // extern "C"
