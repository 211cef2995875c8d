#pragma once

namespace writ {

/// Puts back in the end what a place holds now, also where memory runs out in between.
template <typename T>
class PutBack {
 public:
  explicit PutBack(T& place) : place_(place), value_(place) {}
  ~PutBack() { place_ = value_; }
  PutBack(const PutBack&) = delete;
  PutBack& operator=(const PutBack&) = delete;

 private:
  T& place_;
  T value_;
};

}  // namespace writ
