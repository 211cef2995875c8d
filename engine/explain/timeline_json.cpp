#include "engine/explain/timeline_json.hpp"

#include "engine/explain/public_data.hpp"
#include "engine/facts/write_json.hpp"
#include "engine/value/time/format.hpp"

namespace writ {
namespace {

class Writer {
 public:
  Writer(const model::Model& model, const SourceSet& sources, const TimelineJsonOptions& options)
      : model_(model), sources_(sources), options_(options) {}

  std::string write(std::span<const TimelineOf> timelines) {
    out_ = "{";
    if (!options_.id.empty()) out_.append("\"id\": ").append(options_.id).append(", ");
    if (timelines.size() == 1) {
      decision(timelines.front());
    } else {
      out_ += "\"decisions\": [";
      for (const TimelineOf& timeline : timelines) {
        out_ += out_.ends_with('[') ? "{" : ", {";
        decision(timeline);
        out_ += '}';
      }
      out_ += ']';
    }
    out_ += "}\n";
    return std::move(out_);
  }

 private:
  void decision(const TimelineOf& of) {
    declared_ = &model_.decisions[of.decision];
    zone_ = &zone_of(model_, of.decision);
    text("\"decision\": ", declared_->name);
    text(", \"zone\": ", zone_->name());
    if (options_.now) instant(", \"now\": ", *options_.now);
    instant(", \"from\": ", options_.from);
    instant(", \"until\": ", options_.until);
    out_ += ", \"segments\": [";
    for (const Segment& one : of.timeline.segments) {
      if (!out_.ends_with('[')) out_ += ", ";
      segment(one);
    }
    out_ += ']';
    if (of.timeline.cut) out_ += ", \"cut\": true";
  }

  void segment(const Segment& segment) {
    instant("{\"from\": ", segment.from);
    instant(", \"until\": ", segment.until);
    text(", \"outcome\": ", name(to_outcome(segment.outcome)));
    if (segment.outcome == model::Outcome::decided) out_ += ", \"value\": " + segment.value;
    if (segment.follows_now) out_ += ", \"follows_now\": true";
    out_ += ", \"rules\": [";
    for (std::size_t i = 0; i < segment.rules.size(); ++i) {
      text(i > 0 ? ", " : "", rule_of(*declared_, segment.rules[i]).name);
    }
    out_ += "], \"reasons\": [";
    if (segment.policy_not_in_force) {
      out_ += "{\"rule\": \"policy_not_in_force\"}";
    } else if (segment.rules.empty() && segment.outcome == model::Outcome::forbidden) {
      out_ += "{\"rule\": \"no_rule_permits\"}";
    }
    for (std::size_t i = 0; i < segment.rules.size(); ++i) {
      if (i > 0) out_ += ", ";
      reason(rule_of(*declared_, segment.rules[i]), segment.messages[i]);
    }
    out_ += ']';
    if (!segment.errors.empty()) {
      out_ += ", \"errors\": [";
      for (std::size_t i = 0; i < segment.errors.size(); ++i) {
        if (i > 0) out_ += ", ";
        error(segment.errors[i]);
      }
      out_ += ']';
    }
    out_ += '}';
  }

  void reason(const model::Rule& rule, const std::vector<Segment::Text>& texts) {
    text("{\"rule\": ", rule.name);
    message(texts);
    if (!rule.cite.empty()) {
      out_ += ", \"cite\": [";
      const auto& sources = model_.files[declared_->file].sources;
      for (std::size_t i = 0; i < rule.cite.size(); ++i) {
        text(i > 0 ? ", " : "", sources[rule.cite[i].source].name + " " + rule.cite[i].anchor);
      }
      out_ += ']';
    }
    out_ += '}';
  }

  void message(const std::vector<Segment::Text>& texts) {
    if (texts.empty()) return;
    if (options_.language.empty() && texts.size() > 1) {
      std::string_view before = ", \"message\": {";
      for (const Segment::Text& one : texts) {
        text(before, one.language);
        text(": ", one.text);
        before = ", ";
      }
      out_ += '}';
      return;
    }
    text(", \"message\": ", texts[pick_text(texts, options_.language)].text);
  }

  void error(const EvaluationError& error) {
    text("{\"code\": ", id(error.fault));
    text(", \"message\": ", writ::message(error.fault));
    if (error.expr != model::none) text(", \"place\": ", place_of(sources_, model_.span(error.expr)));
    const model::Decision* whose = declared_;
    if (error.decision != model::none) {
      whose = &model_.decisions[error.decision];
      text(", \"decision\": ", whose->name);
    }
    if (error.rule != model::none) text(", \"rule\": ", rule_of(*whose, error.rule).name);
    out_ += '}';
  }

  void text(std::string_view before, std::string_view text) {
    out_ += before;
    append_json_text(out_, text);
  }

  void instant(std::string_view before, time::Instant instant) {
    out_.append(before).append("\"");
    time::append_instant(out_, instant, *zone_);
    out_ += '"';
  }

  const model::Model& model_;
  const SourceSet& sources_;
  const TimelineJsonOptions& options_;
  const model::Decision* declared_ = nullptr;
  const time::Zone* zone_ = nullptr;
  std::string out_;
};

}  // namespace

std::string timeline_json(const model::Model& model, const SourceSet& sources, std::span<const TimelineOf> timelines,
                          const TimelineJsonOptions& options) {
  return Writer(model, sources, options).write(timelines);
}

}  // namespace writ
