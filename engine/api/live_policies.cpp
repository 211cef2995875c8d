// Each reader has a mailbox with place for one delivery, which always has exactly one owner: whoever takes it out of
// the mailbox by an exchange. So nothing is counted, and nothing is freed that another thread looks at.

#include "writ/live_policies.hpp"

#include <atomic>
#include <mutex>
#include <utility>
#include <vector>

namespace writ {
namespace {

struct Delivery {
  PolicySet policies;
  std::uint64_t version;
};

}  // namespace

class LivePolicies::Reader::Mailbox {
 public:
  Mailbox() = default;
  Mailbox(const Mailbox&) = delete;
  Mailbox& operator=(const Mailbox&) = delete;
  ~Mailbox() { take(); }

  /// In place of one that was not taken.
  void put(std::unique_ptr<Delivery> delivery) noexcept {
    const std::unique_ptr<Delivery> stale(delivery_.exchange(delivery.release(), std::memory_order_acq_rel));
  }

  std::unique_ptr<Delivery> take() noexcept {
    if (delivery_.load(std::memory_order_relaxed) == nullptr) return nullptr;
    return std::unique_ptr<Delivery>(delivery_.exchange(nullptr, std::memory_order_acq_rel));
  }

 private:
  static_assert(std::atomic<Delivery*>::is_always_lock_free);
  std::atomic<Delivery*> delivery_ = nullptr;
};

struct LivePolicies::State {
  explicit State(PolicySet first) : current(std::move(first)) {}

  std::mutex mutex;  // Among those that replace, and those that ask for a reader.
  PolicySet current;
  std::uint64_t version = 1;
  std::vector<std::weak_ptr<Reader::Mailbox>> mailboxes;  // Of readers, those that are gone among them.

  void forget_gone_readers() {
    std::erase_if(mailboxes, [](const auto& mailbox) { return mailbox.expired(); });
  }
};

LivePolicies::LivePolicies(PolicySet first) : state_(std::make_unique<State>(std::move(first))) {}
LivePolicies::LivePolicies(LivePolicies&&) noexcept = default;
LivePolicies& LivePolicies::operator=(LivePolicies&&) noexcept = default;
LivePolicies::~LivePolicies() = default;

std::uint64_t LivePolicies::replace(PolicySet next) {
  const std::lock_guard lock(state_->mutex);
  state_->forget_gone_readers();
  const std::uint64_t version = state_->version + 1;
  std::vector<std::unique_ptr<Delivery>> deliveries;  // All of them first: memory may run out.
  for (std::size_t i = 0; i < state_->mailboxes.size(); ++i) {
    deliveries.push_back(std::make_unique<Delivery>(Delivery{next, version}));
  }
  for (std::size_t i = 0; i < deliveries.size(); ++i) {
    if (const auto mailbox = state_->mailboxes[i].lock()) mailbox->put(std::move(deliveries[i]));
  }
  std::swap(state_->current, next);  // What was before goes away after the lock.
  return state_->version = version;
}

LivePolicies::Reader LivePolicies::reader() const {
  const std::lock_guard lock(state_->mutex);
  auto mailbox = std::make_shared<Reader::Mailbox>();
  // Nobody else may ever do it. As many are asked for in between as there are, and so each costs no more.
  if (state_->mailboxes.size() == state_->mailboxes.capacity()) state_->forget_gone_readers();
  state_->mailboxes.push_back(mailbox);
  return {std::move(mailbox), state_->current, state_->version};
}

LivePolicies::Reader::Reader(std::shared_ptr<Mailbox> mailbox, PolicySet policies, std::uint64_t version)
    : mailbox_(std::move(mailbox)), policies_(std::move(policies)), version_(version) {}
LivePolicies::Reader::Reader(Reader&&) noexcept = default;
LivePolicies::Reader& LivePolicies::Reader::operator=(Reader&&) noexcept = default;
LivePolicies::Reader::~Reader() = default;

bool LivePolicies::Reader::refresh() noexcept {
  const std::unique_ptr<Delivery> newest = mailbox_->take();
  if (newest == nullptr) return false;
  policies_ = std::move(newest->policies);
  version_ = newest->version;
  return true;
}

}  // namespace writ
