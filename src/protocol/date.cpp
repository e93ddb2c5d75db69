#include "protocol/date.hpp"

#include <chrono>

namespace ssc {
namespace {

namespace chrono = std::chrono;

/// Takes fixed pieces off the front of a text; fails once and for all at the first that is not there.
class Taker {
 public:
  explicit Taker(std::string_view text) : rest_(text) {}

  bool ok() const { return ok_; }
  bool at_end() const { return rest_.empty(); }
  char peek() const { return rest_.empty() ? '\0' : rest_.front(); }

  int number(std::size_t digits, int min, int max) {
    int value = 0;
    for (std::size_t i = 0; i < digits; ++i) value = value * 10 + digit();
    if (value < min || value > max) ok_ = false;
    return value;
  }

  void symbol(char wanted) {
    if (peek() != wanted) ok_ = false;
    advance();
  }

  /// 1 to 9 digits of a second's fraction, in whole milliseconds.
  int fraction_ms() {
    int milliseconds = 0;
    int digits = 0;
    while (peek() >= '0' && peek() <= '9' && digits < 9) {
      if (digits < 3) milliseconds = milliseconds * 10 + (peek() - '0');
      ++digits;
      advance();
    }
    if (digits == 0) ok_ = false;
    for (int i = digits; i < 3; ++i) milliseconds *= 10;
    return milliseconds;
  }

 private:
  int digit() {
    const char c = peek();
    if (c < '0' || c > '9') ok_ = false;
    advance();
    return ok_ ? c - '0' : 0;
  }

  void advance() {
    if (!rest_.empty()) rest_.remove_prefix(1);
  }

  std::string_view rest_;
  bool ok_ = true;
};

chrono::minutes take_zone(Taker& taker) {
  if (taker.peek() == 'Z') {
    taker.symbol('Z');
    return chrono::minutes{0};
  }
  const bool west = taker.peek() == '-';
  taker.symbol(west ? '-' : '+');
  const chrono::hours hours{taker.number(2, 0, 23)};
  taker.symbol(':');
  const chrono::minutes offset = hours + chrono::minutes{taker.number(2, 0, 59)};
  return west ? -offset : offset;
}

}  // namespace

std::optional<WallTime> parse_date(std::string_view text) {
  Taker taker(text);
  const chrono::year y{taker.number(4, 1970, 9999)};
  taker.symbol('-');
  const chrono::month m{static_cast<unsigned>(taker.number(2, 1, 12))};
  taker.symbol('-');
  const chrono::day d{static_cast<unsigned>(taker.number(2, 1, 31))};
  taker.symbol('T');
  chrono::milliseconds time = chrono::hours{taker.number(2, 0, 23)};
  taker.symbol(':');
  time += chrono::minutes{taker.number(2, 0, 59)};
  taker.symbol(':');
  time += chrono::seconds{taker.number(2, 0, 59)};
  if (taker.peek() == '.') {
    taker.symbol('.');
    time += chrono::milliseconds{taker.fraction_ms()};
  }
  time -= take_zone(taker);
  const chrono::year_month_day date{y, m, d};
  if (!taker.ok() || !taker.at_end() || !date.ok()) return std::nullopt;
  return WallTime{
      chrono::duration_cast<chrono::milliseconds>(chrono::sys_days{date}.time_since_epoch() + time).count()};
}

}  // namespace ssc
