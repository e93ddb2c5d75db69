#include "sim/truth.hpp"

#include <algorithm>
#include <variant>

#include "sim/page.hpp"

namespace ssc::sim {

void Truth::clicked(const Page& page, const AppEvent& event) {
  const auto note = [&](Deed deed) { entries_[page.call().id].push_back({deed, page.user().id, &page}); };
  if (std::holds_alternative<events::CallAnswered>(event)) note(Deed::kAccepted);
  if (std::holds_alternative<events::CallRefused>(event)) note(Deed::kDeclined);
  if (std::holds_alternative<events::CallHungUp>(event)) note(Deed::kEnded);
  if (std::holds_alternative<events::SignOutChosen>(event)) did(page.user().id, Deed::kLeft, CallId());
  if (std::holds_alternative<events::CallRequested>(event)) did(page.user().id, Deed::kDialled, CallId());
}

void Truth::left(const Page& page) {
  if (call::is_active(page.phase())) entries_[page.call().id].push_back({Deed::kLeft, page.user().id, &page});
}

void Truth::did(const UserId& who, Deed deed, const CallId& call) { entries_[call].push_back({deed, who, nullptr}); }

bool Truth::has(const CallId& call, Deed deed, const UserId& who, const Page* but_not_on) const {
  const auto found = entries_.find(call);
  return found != entries_.end() && std::ranges::any_of(found->second, [&](const Entry& entry) {
           return entry.deed == deed && entry.who == who && (entry.page == nullptr || entry.page != but_not_on);
         });
}

bool Truth::stopped(const CallId& call, const UserId& who, const Page* but_not_on) const {
  for (const CallId& about : {call, CallId()}) {
    for (const Deed deed : {Deed::kDeclined, Deed::kEnded, Deed::kLeft}) {
      if (has(about, deed, who, but_not_on)) return true;
    }
  }
  return false;
}

}  // namespace ssc::sim
