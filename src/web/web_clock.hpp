// The page's two clocks and its one wake-up timer. Hidden tabs may wake late; never early. Knows nothing of
// what the waking is for.
#pragma once

#include "ports/ports.hpp"
#include "web/sink.hpp"

namespace ssc::web {

class WebClock final : public ports::Clock {
 public:
  explicit WebClock(Sink sink);
  ~WebClock() override;
  WebClock(const WebClock&) = delete;
  WebClock& operator=(const WebClock&) = delete;

  Instant now() const override;
  WallTime wall_now() const override;
  void wake_at(Instant when) override;

 private:
  void arm();
  void fired();

  Sink sink_;
  Instant when_ = kNever;
  int timer_ = 0;  // 0 = none pending
};

}  // namespace ssc::web
