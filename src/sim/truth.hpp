// What the people of a town really did, call by call, to compare with what pages claim. Knows pages only by address.
#pragma once

#include <map>
#include <vector>

#include "app/events.hpp"
#include "base/ids.hpp"

namespace ssc::sim {

class Page;

class Truth {
 public:
  enum class Deed { kDialled, kAccepted, kDeclined, kEnded, kLeft };

  /// Before the click takes effect.
  void clicked(const Page& page, const AppEvent& event);
  /// The page goes away, or its account.
  void left(const Page& page);
  /// A deed on a page that is no Page.
  void did(const UserId& who, Deed deed, const CallId& call);

  bool has(const CallId& call, Deed deed, const UserId& who, const Page* but_not_on = nullptr) const;
  /// Hung up, declined, cancelled or left, also before the call had a name.
  bool stopped(const CallId& call, const UserId& who, const Page* but_not_on = nullptr) const;

 private:
  struct Entry {
    Deed deed;
    UserId who;
    const Page* page;
  };

  std::map<CallId, std::vector<Entry>> entries_;
};

}  // namespace ssc::sim
