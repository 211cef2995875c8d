/* A C program that uses the installed library through writ.h: what is said there of each function. */

#include <stdio.h>
#include <string.h>
#include <writ/writ.h>

static int failures = 0;

#define EXPECT(condition)                                               \
  do {                                                                  \
    if (!(condition)) {                                                 \
      fprintf(stderr, "capi.c:%d: not so: %s\n", __LINE__, #condition); \
      ++failures;                                                       \
    }                                                                   \
  } while (0)

static const char policy[] =
    "policy shop \"A shop\"\n"
    "  timezone \"Asia/Shanghai\"\n"
    "enum State = open | closed\n"
    "fact state : State\n"
    "fact cards : Int\n"
    "parameter quota : Int = 2\n"
    "obligation notify(at : Instant)\n"
    "decision send : permission\n"
    "  permit seller\n"
    "    then notify(now + 1h)\n"
    "  forbid full\n"
    "    when cards >= quota\n"
    "    because \"{cards} cards, [sent]\"\n"
    "decision fee : Decimal\n"
    "  otherwise = 1 / cards\n"
    "decision late : Bool\n"
    "  otherwise = now > 2025-03-13T00:00:00\n";

static const char facts[] = "{\"now\": \"2025-03-12T10:00:00+08:00\", \"state\": \"open\", \"cards\": 1}";
static const char full[] = "{\"now\": \"2025-03-12T10:00:00+08:00\", \"state\": \"open\", \"cards\": 2}";
static const char timeless[] = "{\"state\": \"open\", \"cards\": 1}";
static const int64_t noon = INT64_C(1741752000000000);

static int is(writ_text text, const char* expected) {
  return text.size == strlen(expected) && memcmp(text.data, expected, text.size + 1) == 0; /* with the NUL */
}

static int has(writ_text text, const char* part) { return strstr(text.data, part) != NULL; }

static writ_policies* load(const char* text) {
  const writ_source source = {writ_text_of("shop.writ"), writ_text_of(text)};
  writ_policies* policies = NULL;
  EXPECT(writ_load_texts(&source, 1, NULL, 0, NULL, 0, &policies, NULL) == WRIT_OK);
  return policies;
}

static void loads(const char* rules) {
  writ_policies* policies = NULL;
  writ_findings* findings = NULL;
  const writ_text path = writ_text_of(rules), nowhere = writ_text_of("nowhere");
  EXPECT(writ_load_paths(&path, 1, NULL, 0, NULL, 0, &policies, &findings) == WRIT_OK);
  EXPECT(policies != NULL && findings != NULL && writ_policies_decision_count(policies) > 10);
  EXPECT(writ_policies_decision(policies, 0).size > 0);
  EXPECT(is(writ_policies_decision(policies, 1000000), ""));
  writ_findings_free(findings);
  writ_policies_free(policies);

  EXPECT(writ_load_paths(&nowhere, 1, NULL, 0, NULL, 0, &policies, &findings) == WRIT_REFUSED);
  EXPECT(policies == NULL && writ_findings_count(findings) == 1);
  EXPECT(has(writ_finding_rendered(findings, 0), "nowhere"));
  writ_findings_free(findings);
  EXPECT(writ_load_saved(nowhere, NULL, 0, &policies, NULL) == WRIT_REFUSED);
  EXPECT(writ_load_saved_bytes("no program", 10, NULL, 0, &policies, NULL) == WRIT_REFUSED);
}

static void tells_mistakes(void) {
  const writ_source wrong = {writ_text_of("wrong.writ"), writ_text_of("policy wrong\ndecision d : Imt\n")};
  writ_policies* policies = NULL;
  writ_findings* findings = NULL;
  EXPECT(writ_load_texts(&wrong, 1, NULL, 0, NULL, 0, &policies, &findings) == WRIT_REFUSED);
  EXPECT(policies == NULL && writ_findings_count(findings) > 0);
  EXPECT(writ_finding_level(findings, 0) == WRIT_ERROR);
  EXPECT(writ_finding_code(findings, 0).data[0] == 'E');
  EXPECT(is(writ_finding_file(findings, 0), "wrong.writ"));
  EXPECT(writ_finding_line(findings, 0) == 2 && writ_finding_column(findings, 0) > 0);
  EXPECT(writ_finding_message(findings, 0).size > 0);
  EXPECT(is(writ_finding_message(findings, 99), "") && writ_finding_line(findings, 99) == 0);
  writ_findings_free(findings);
}

static void takes_parameters(void) {
  const writ_source source = {writ_text_of("shop.writ"), writ_text_of(policy)};
  const writ_parameter quota = {writ_text_of("quota"), writ_text_of("1")};
  writ_policies* policies = NULL;
  writ_decision* decision = NULL;
  EXPECT(writ_load_texts(&source, 1, &quota, 1, NULL, 0, &policies, NULL) == WRIT_OK);
  EXPECT(writ_decide(policies, writ_text_of("send"), writ_text_of(facts), NULL, 0, &decision) == WRIT_OK);
  EXPECT(writ_decision_outcome(decision) == WRIT_FORBIDDEN);
  writ_decision_free(decision);
  writ_policies_free(policies);
}

static void decides(const writ_policies* policies) {
  writ_decision* decision = NULL;
  int64_t at = 0;
  EXPECT(writ_decide(policies, writ_text_of("send"), writ_text_of(facts), NULL, WRIT_STRICT, &decision) == WRIT_OK);
  EXPECT(writ_decision_outcome(decision) == WRIT_PERMITTED && writ_decision_permitted(decision) == 1);
  EXPECT(is(writ_decision_name(decision), "shop.send"));
  EXPECT(writ_decision_rule_count(decision) == 1 && is(writ_decision_rule(decision, 0), "seller"));
  EXPECT(is(writ_decision_rule(decision, 1), ""));
  EXPECT(is(writ_decision_reasons(decision), "[{\"rule\": \"seller\"}]"));
  EXPECT(is(writ_decision_obligations(decision),
            "[{\"name\": \"notify\", \"arguments\": {\"at\": \"2025-03-12T11:00:00+08:00\"}}]"));
  EXPECT(is(writ_decision_advice(decision), "[]"));
  EXPECT(is(writ_decision_value(decision), "") && is(writ_decision_errors(decision), ""));
  EXPECT(has(writ_decision_json(decision), "\"outcome\": \"permitted\""));
  EXPECT(writ_decision_now(decision, &at) == 1 && at == INT64_C(1741744800000000));
  EXPECT(writ_decision_holds_until(decision, &at) == WRIT_HOLDS_UNTIL && at > noon);
  EXPECT(writ_decision_follows_now(decision) == 0);
  writ_decision_free(decision);

  EXPECT(writ_decide(policies, writ_text_of("late"), writ_text_of(timeless), &noon, 0, &decision) == WRIT_OK);
  EXPECT(writ_decision_outcome(decision) == WRIT_DECIDED && is(writ_decision_value(decision), "false"));
  EXPECT(writ_decision_now(decision, &at) == 1 && at == noon);
  EXPECT(writ_decision_holds_until(decision, &at) == WRIT_HOLDS_UNTIL && at == INT64_C(1741795200000001));
  writ_decision_free(decision);

  EXPECT(writ_decide(policies, writ_text_of("send"), writ_text_of(full), NULL, 0, &decision) == WRIT_OK);
  EXPECT(writ_decision_outcome(decision) == WRIT_FORBIDDEN && writ_decision_permitted(decision) == 0);
  EXPECT(writ_decision_holds_until(decision, NULL) == WRIT_HOLDS_FOR_EVER);
  EXPECT(is(writ_decision_reasons(decision), "[{\"rule\": \"full\", \"message\": \"2 cards, [sent]\"}]"));
  writ_decision_free(decision);
}

static void says_no(const writ_policies* policies) {
  writ_decision* decision = NULL;
  const writ_text none = {NULL, 1};
  EXPECT(writ_decide(policies, writ_text_of("send"), writ_text_of("{\"now\": 1"), NULL, 0, &decision) == WRIT_OK);
  EXPECT(writ_decision_outcome(decision) == WRIT_REJECTED && writ_decision_permitted(decision) == 0);
  EXPECT(writ_decision_rejected(decision).size > 2 && is(writ_decision_name(decision), ""));
  EXPECT(writ_decision_holds_until(decision, NULL) == WRIT_HOLDS_NOT && writ_decision_now(decision, NULL) == 0);
  writ_decision_free(decision);
  EXPECT(writ_decide(policies, writ_text_of("fee"),
                     writ_text_of("{\"now\": \"2025-03-12T10:00:00+08:00\", \"cards\": 0}"), NULL, 0,
                     &decision) == WRIT_OK);
  EXPECT(writ_decision_outcome(decision) == WRIT_UNDETERMINED && has(writ_decision_errors(decision), "\"code\": \"V"));
  writ_decision_free(decision);
  EXPECT(writ_decide(policies, writ_text_of("sent"), writ_text_of(facts), NULL, 0, &decision) == WRIT_OK);
  EXPECT(writ_decision_outcome(decision) == WRIT_UNDETERMINED && has(writ_decision_errors(decision), "`send`"));
  EXPECT(writ_decision_holds_until(decision, NULL) == WRIT_HOLDS_NOT);
  writ_decision_free(decision);

  EXPECT(writ_decide(policies, writ_text_of("send"), none, NULL, 0, &decision) == WRIT_MISUSE && decision == NULL);
  EXPECT(writ_decide(NULL, writ_text_of("send"), writ_text_of(facts), NULL, 0, &decision) == WRIT_MISUSE);
  EXPECT(writ_decide(policies, writ_text_of("send"), writ_text_of(facts), NULL, 64, &decision) == WRIT_MISUSE);
  EXPECT(writ_decide(policies, writ_text_of("send"), writ_text_of(facts), NULL, 0, NULL) == WRIT_MISUSE);
  EXPECT(writ_decision_outcome(NULL) == WRIT_UNDETERMINED && writ_decision_permitted(NULL) == 0);
  EXPECT(is(writ_decision_json(NULL), "") && writ_decision_rule_count(NULL) == 0);
  EXPECT(writ_decision_holds_until(NULL, NULL) == WRIT_HOLDS_NOT);
  writ_decision_free(NULL);
  writ_policies_free(NULL);
  writ_findings_free(NULL);
  writ_decider_free(NULL);
  writ_string_free(NULL);
}

/* The decider outlives the policies, and decides for its facts' time and for the caller's in turn. */
static void decides_again(void) {
  writ_policies* policies = load(policy);
  writ_decider* decider = NULL;
  writ_decision* decision = NULL;
  int64_t at = 0;
  int i;
  EXPECT(writ_decider_make(policies, writ_text_of("nothing"), 0, &decider) == WRIT_NOT_FOUND && decider == NULL);
  EXPECT(writ_decider_make(policies, writ_text_of("late"), 0, &decider) == WRIT_OK);
  writ_policies_free(policies);
  for (i = 0; i < 6; ++i) {
    const int64_t now = noon + i;
    EXPECT(writ_decider_decide(decider, writ_text_of(facts), i % 2 == 0 ? &now : NULL, &decision) == WRIT_OK);
    EXPECT(writ_decision_now(decision, &at) == 1 && at == (i % 2 == 0 ? now : INT64_C(1741744800000000)));
    writ_decision_free(decision);
  }
  writ_decider_free(decider);
}

static void explains(const writ_policies* policies) {
  writ_string* told = NULL;
  const writ_text send = writ_text_of("send"), late = writ_text_of("late"), order = writ_text_of(full);
  const writ_text any = writ_text_of("");
  const int64_t until = noon + INT64_C(86400000000);
  EXPECT(writ_explain(policies, send, order, NULL, 0, any, &told) == WRIT_OK);
  EXPECT(has(writ_string_text(told), "\"verdict\": \"won\"") && has(writ_string_text(told), "\"why_not\""));
  writ_string_free(told);
  EXPECT(writ_explain(policies, send, order, NULL, WRIT_WITHOUT_WHY_NOT, any, &told) == WRIT_OK);
  EXPECT(!has(writ_string_text(told), "\"why_not\""));
  writ_string_free(told);
  EXPECT(writ_timeline(policies, late, writ_text_of(timeless), &noon, 0, NULL, &until, any, &told) == WRIT_OK);
  EXPECT(has(writ_string_text(told), "\"from\": \"2025-03-13T00:00:00.000001+08:00\""));
  writ_string_free(told);
  EXPECT(writ_timeline(policies, writ_text_of("sent"), order, NULL, 0, NULL, NULL, any, &told) == WRIT_OK);
  EXPECT(has(writ_string_text(told), "undetermined"));
  writ_string_free(told);
}

static void lints(const writ_policies* policies) {
  writ_findings* findings = NULL;
  const int32_t today = 20000;
  size_t i, unused = 0;
  EXPECT(writ_lint(policies, writ_text_of(""), &today, &findings) == WRIT_OK);
  for (i = 0; i < writ_findings_count(findings); ++i) unused += has(writ_finding_code(findings, i), "/unused_fact");
  EXPECT(unused == 1);
  writ_findings_free(findings);
  EXPECT(writ_lint(policies, writ_text_of("[lint]\nnothing = 1\n"), NULL, &findings) == WRIT_OK);
  EXPECT(writ_findings_count(findings) == 1 && writ_finding_level(findings, 0) == WRIT_ERROR);
  EXPECT(is(writ_finding_file(findings, 0), "writ.toml"));
  writ_findings_free(findings);
}

int main(int count, char* arguments[]) {
  writ_policies* policies = NULL;
  if (count != 2) return 2;
  EXPECT(writ_abi_version() == WRIT_ABI_VERSION && strchr(writ_version(), '.') != NULL);
  EXPECT(strcmp(writ_status_message(WRIT_OK), writ_status_message(WRIT_NO_MEMORY)) != 0);
  loads(arguments[1]);
  tells_mistakes();
  takes_parameters();
  policies = load(policy);
  decides(policies);
  says_no(policies);
  decides_again();
  explains(policies);
  lints(policies);
  writ_policies_free(policies);
  return failures == 0 ? 0 : 1;
}
