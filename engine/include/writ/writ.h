#ifndef WRIT_WRIT_H
#define WRIT_WRIT_H
/* Policies as text in, decisions out: the C interface, for C99, C++ and whatever else can call C.
 *
 *   writ_policies *policies;
 *   writ_findings *findings;
 *   const writ_text path = writ_text_of("rules");
 *   writ_decision *decision;
 *   if (writ_load_paths(&path, 1, NULL, 0, NULL, 0, &policies, &findings) != WRIT_OK) return complain(findings);
 *   if (writ_decide(policies, writ_text_of("send_card"), order_json, NULL, 0, &decision) != WRIT_OK) return refuse();
 *   if (writ_decision_permitted(decision)) send();
 *   writ_decision_free(decision);
 *
 * Stable: a program that was linked to one version of the library runs with every later one of the same
 * WRIT_ABI_VERSION. Functions, statuses and outcomes may be added; none is taken away or changes its meaning.
 *
 * Who frees what: whoever is given a handle by a function whose last parameter is a pointer to one frees it, once, with
 * the function of its type that ends in _free; NULL may be freed. A text that a function returns belongs to the handle
 * that was asked, and is good until that is freed. What is given to the library stays the caller's, and need not
 * outlive the call. Handles do not need each other: policies may be freed while their deciders, decisions and findings
 * are in use.
 *
 * Mistakes are values: no function ends the program, and no C++ exception leaves the library. A function that does not
 * return WRIT_OK stores NULL where it would store a handle; only of findings there is one with WRIT_REFUSED too. NULL
 * in place of a handle that is asked is answered as if it knew nothing: by an outcome that is undetermined, an empty
 * text, 0.
 *
 * Threads: any number may use one handle at a time, but for a writ_decider, which is for one at a time. Nobody may use
 * what is being freed. There is no global state.
 *
 * Texts are UTF-8. Those that the library returns are followed by a NUL, which is not counted. Instants are
 * microseconds since 1970-01-01T00:00:00Z. No clock and no environment is read; files only by writ_load_paths and
 * writ_load_saved, and the system's time zones while loading. */

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define WRIT_ABI_VERSION 1

/* The WRIT_ABI_VERSION of the library that is there when the program runs. */
uint32_t writ_abi_version(void);
/* "0.1.0" */
const char* writ_version(void);

/* ---- texts ------------------------------------------------------------------------------------------------------ */

typedef struct writ_text {
  const char* data; /* NULL only where size is 0. */
  size_t size;      /* In bytes. */
} writ_text;

/* Of a text that ends in a NUL. */
static inline writ_text writ_text_of(const char* text) {
  writ_text result;
  result.data = text;
  result.size = 0;
  while (text != NULL && text[result.size] != 0) ++result.size;
  return result;
}

/* A text that is nobody else's. */
typedef struct writ_string writ_string;
writ_text writ_string_text(const writ_string* string);
void writ_string_free(writ_string* string);

/* ---- what became of a call -------------------------------------------------------------------------------------- */

typedef int32_t writ_status;
enum {
  WRIT_OK = 0,
  WRIT_REFUSED = 1,   /* The policies have errors, or cannot be read: the findings say which. */
  WRIT_NOT_FOUND = 2, /* There is no such decision, or its name is ambiguous. */
  WRIT_MISUSE = 3,    /* A pointer that is needed is NULL, or an unknown flag is set. */
  WRIT_NO_MEMORY = 4, /* Everything is as it was before. */
  WRIT_FAILED = 5     /* Something that should not be: a defect of the library. */
};
/* A sentence in English, for every status. */
const char* writ_status_message(writ_status status);

/* ---- policies --------------------------------------------------------------------------------------------------- */

typedef struct writ_policies writ_policies;
typedef struct writ_findings writ_findings;

/* A rule file in memory; its name is what findings call it. */
typedef struct writ_source {
  writ_text name, text;
} writ_source;

/* Another value for a parameter than the policy's own: an expression of the language, such as 5 or CNY 50. */
typedef struct writ_parameter {
  writ_text name, value;
} writ_parameter;

/* Another limit than the standard one, by its name in the language's reference, such as steps or memory_bytes. An
 * unknown name, and a value that it cannot have, are a finding. */
typedef struct writ_limit {
  writ_text name;
  uint64_t value;
} writ_limit;

/* Limits hold for what is loaded, and for all that it decides. */

/* Loads rule files together; they may use each other. `findings` may be NULL, where nobody wants to know. */
writ_status writ_load_texts(const writ_source* sources, size_t source_count, const writ_parameter* parameters,
                            size_t parameter_count, const writ_limit* limits, size_t limit_count,
                            writ_policies** policies, writ_findings** findings);
/* Each path is a rule file, or a directory that is walked for *.writ; or one is a saved program. */
writ_status writ_load_paths(const writ_text* paths, size_t path_count, const writ_parameter* parameters,
                            size_t parameter_count, const writ_limit* limits, size_t limit_count,
                            writ_policies** policies, writ_findings** findings);
/* A program that `writ build` saved, from its file or from memory. Take it from where you would take a program from. */
writ_status writ_load_saved(writ_text path, const writ_limit* limits, size_t limit_count, writ_policies** policies,
                            writ_findings** findings);
writ_status writ_load_saved_bytes(const void* bytes, size_t size, const writ_limit* limits, size_t limit_count,
                                  writ_policies** policies, writ_findings** findings);
void writ_policies_free(writ_policies* policies);

/* Qualified names, in the order of files and declarations. */
size_t writ_policies_decision_count(const writ_policies* policies);
writ_text writ_policies_decision(const writ_policies* policies, size_t index);

/* What rule files say and hardly mean. `settings` is the text of a writ.toml, or empty; where there
 * is no memory to read one, toml++ ends the program, which is the one exception to what is said above. `today`, in days
 * since 1970-01-01, is for lints about what runs out; NULL: they say nothing. */
writ_status writ_lint(const writ_policies* policies, writ_text settings, const int32_t* today,
                      writ_findings** findings);

/* ---- findings --------------------------------------------------------------------------------------------------- */

typedef int32_t writ_level;
enum { WRIT_ERROR = 0, WRIT_WARNING = 1, WRIT_NOTE = 2 };

size_t writ_findings_count(const writ_findings* findings);
writ_level writ_finding_level(const writ_findings* findings, size_t index);
writ_text writ_finding_code(const writ_findings* findings, size_t index); /* E0214, time/mixed_bounds; may be empty */
writ_text writ_finding_message(const writ_findings* findings, size_t index);
writ_text writ_finding_file(const writ_findings* findings, size_t index);
uint32_t writ_finding_line(const writ_findings* findings, size_t index);   /* From 1; 0 where it is of no place. */
uint32_t writ_finding_column(const writ_findings* findings, size_t index); /* From 1, in code points. */
/* All of it as text, with the line that it is about, and help. */
writ_text writ_finding_rendered(const writ_findings* findings, size_t index);
void writ_findings_free(writ_findings* findings);

/* ---- decisions -------------------------------------------------------------------------------------------------- */

typedef struct writ_decision writ_decision;
typedef struct writ_decider writ_decider;

/* Flags, to be joined by |. */
enum {
  WRIT_STRICT = 1,         /* Facts with members that the policies do not know are rejected. */
  WRIT_WITHOUT_WHY_NOT = 2 /* Of writ_explain: leaves out what would permit it, which takes most of the time. */
};

/* Decides once. `facts` is a JSON object with a member for each fact that the decision needs. `now` is the time to
 * decide for, whatever the facts say; NULL: they have it. Facts that do not fit give a decision whose outcome is
 * rejected, and a name that is unknown one that is undetermined and says why. */
writ_status writ_decide(const writ_policies* policies, writ_text decision, writ_text facts, const int64_t* now,
                        uint32_t flags, writ_decision** result);

/* Decides one kind of question again and again: the fast way, for one thread at a time. */
writ_status writ_decider_make(const writ_policies* policies, writ_text decision, uint32_t flags, writ_decider** result);
writ_status writ_decider_decide(writ_decider* decider, writ_text facts, const int64_t* now, writ_decision** result);
void writ_decider_free(writ_decider* decider);

typedef int32_t writ_outcome;
enum {
  WRIT_PERMITTED = 0,
  WRIT_FORBIDDEN = 1,
  WRIT_REFERRED = 2,
  WRIT_DECIDED = 3,      /* A value. */
  WRIT_UNDETERMINED = 4, /* Evaluating failed: treat it as no. */
  WRIT_REJECTED = 5      /* The facts do not fit: treat it as no. */
};

writ_outcome writ_decision_outcome(const writ_decision* decision);
/* 1 where the outcome is WRIT_PERMITTED, else 0. */
int writ_decision_permitted(const writ_decision* decision);
/* The qualified name; empty where the facts were rejected, or there is no such decision. */
writ_text writ_decision_name(const writ_decision* decision);
/* Those that won, in the order written. */
size_t writ_decision_rule_count(const writ_decision* decision);
writ_text writ_decision_rule(const writ_decision* decision, size_t index);

/* All of it: the line that `writ eval` prints, without a line break. */
writ_text writ_decision_json(const writ_decision* decision);
/* Members of that line, as JSON; empty where it has no such member. */
writ_text writ_decision_value(const writ_decision* decision);
writ_text writ_decision_reasons(const writ_decision* decision);
writ_text writ_decision_obligations(const writ_decision* decision);
writ_text writ_decision_advice(const writ_decision* decision);
writ_text writ_decision_errors(const writ_decision* decision);
writ_text writ_decision_rejected(const writ_decision* decision);

typedef int32_t writ_holds;
enum {
  WRIT_HOLDS_NOT = 0,      /* Nothing was decided. */
  WRIT_HOLDS_UNTIL = 1,    /* It differs from that instant on, if no fact but the time changes. */
  WRIT_HOLDS_AT_LEAST = 2, /* It holds until that instant, and perhaps longer. */
  WRIT_HOLDS_FOR_EVER = 3
};
/* How long it may be kept. The instant is stored in `until`, which may be NULL, where there is one. */
writ_holds writ_decision_holds_until(const writ_decision* decision, int64_t* until);
/* 1 where the value moves with the time itself; how long it holds is then about outcome and rules. */
int writ_decision_follows_now(const writ_decision* decision);
/* The time that it was decided for; 0, and nothing stored, where nothing was decided. */
int writ_decision_now(const writ_decision* decision, int64_t* now);
void writ_decision_free(writ_decision* decision);

/* ---- why, and until when ---------------------------------------------------------------------------------------- */

/* The line that `writ explain --format json` prints, without a line break. `language` is that of messages and values;
 * empty: every message, and values as in English. */
writ_status writ_explain(const writ_policies* policies, writ_text decision, writ_text facts, const int64_t* now,
                         uint32_t flags, writ_text language, writ_string** result);
/* Likewise of `writ timeline`: from `from`, or now where it is NULL, until `until`, or for 30 days. */
writ_status writ_timeline(const writ_policies* policies, writ_text decision, writ_text facts, const int64_t* now,
                          uint32_t flags, const int64_t* from, const int64_t* until, writ_text language,
                          writ_string** result);

#ifdef __cplusplus
}
#endif

#endif
