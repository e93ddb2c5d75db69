// Lasting wishes derived from the state: computed after every update, compared with the last ones, and only the
// differences reach the ports. So no stop or cancel can be forgotten: a wish that is no longer derived is gone.
#pragma once

#include <string>

#include "app/state.hpp"
#include "ports/ports.hpp"

namespace ssc {

struct Wishes {
  ports::MediaWish media;
  ports::RingSound ring = ports::RingSound::kNone;
  bool keep_awake = false;
  bool measure_path = false;
  call::SendLimits send_limits;
  call::SavedPage kept;  // what a reload must not lose of this page's calls
  UserId tabs_of;        // the account whose tabs this one belongs to
  TabNews tab_news;      // what they shall know of our call
  bool to_the_front = false;  // the person looks at this tab, and no call keeps another one in charge of ringing
  bool dark = false;
  Language language = Language::kEnglish;
  Instant wake_at = kNever;  // earliest deadline of anything in the state
  bool operator==(const Wishes&) const = default;
};

Wishes derive_wishes(const AppState& state);

}  // namespace ssc
