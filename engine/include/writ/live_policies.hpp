#pragma once
// The policies that are in force, replaced while they decide:
//
//   writ::LivePolicies live(std::move(*loaded.policies));
//
//   // in each thread that decides:
//   auto reader = live.reader();
//   auto decider = reader.policies().decider("send_card");
//   for (;;) {
//     if (reader.refresh()) decider = reader.policies().decider("send_card");
//     decision = decider->decide(next_order());  // A new set may lack the decision: then there is no decider.
//   }
//
//   // in any other:
//   live.replace(std::move(*loaded_again.policies));
//
// Who decides never waits. `refresh` reads one atomic pointer, and where a new set lies there takes it out by one
// atomic exchange: no lock, no loop, no memory from the system. Who replaces does the work: it puts the new set before
// every reader. One thing is left: what was replaced is freed by the last who has it, and that may be a thread that
// decides, where it lets its old decider go: some 0.1 s for 90,000 rules. Where that is too long, keep a copy of the
// set and drop it later, in the thread that replaces.

#include <cstdint>
#include <memory>

#include "writ/policy_set.hpp"

namespace writ {

class LivePolicies {
 public:
  class Reader;

  explicit LivePolicies(PolicySet first);
  LivePolicies(LivePolicies&&) noexcept;
  LivePolicies& operator=(LivePolicies&&) noexcept;
  ~LivePolicies();

  /// By any thread. Once this returns, the next `refresh` of every reader gives this set or a later one. The version:
  /// 1 is the first set, and each that replaces another counts one more.
  std::uint64_t replace(PolicySet next);
  /// A reader of its own for each thread. Made while others replace, it begins with the set before or after.
  Reader reader() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// For one thread at a time; may outlive the LivePolicies. What it last took stays alive and as it is until `refresh`,
/// and in the deciders that were made of it as long as they are.
class LivePolicies::Reader {
 public:
  Reader(Reader&&) noexcept;
  Reader& operator=(Reader&&) noexcept;
  ~Reader();

  /// Takes the newest set. True where it is another than before: deciders are to be made again.
  bool refresh() noexcept;
  const PolicySet& policies() const { return policies_; }
  /// Of the set; it only grows.
  std::uint64_t version() const { return version_; }

 private:
  friend class LivePolicies;
  class Mailbox;
  Reader(std::shared_ptr<Mailbox> mailbox, PolicySet policies, std::uint64_t version);

  std::shared_ptr<Mailbox> mailbox_;
  PolicySet policies_;
  std::uint64_t version_;
};

}  // namespace writ
