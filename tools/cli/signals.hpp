#pragma once
// When a person or the system may end the program: not in the middle of a file.

#include <csignal>

namespace writ::cli {

/// While it lives, Ctrl-C and its like do not reach this thread, nor those that it starts meanwhile; one that came ends
/// the program afterwards.
class SignalsHeld {
 public:
  SignalsHeld();
  SignalsHeld(const SignalsHeld&) = delete;
  SignalsHeld& operator=(const SignalsHeld&) = delete;
  ~SignalsHeld();

 private:
  sigset_t before_;
};

}  // namespace writ::cli
