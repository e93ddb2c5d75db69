// What a person can do on a page at a moment, as the screens offer it. Knows nothing of the network.
#pragma once

#include <string>
#include <vector>

#include "app/events.hpp"
#include "app/state.hpp"

namespace ssc::sim {

struct Offer {
  const char* words;
  int weight;  // how likely a person chooses it
  AppEvent event;
};

std::vector<Offer> offers_of(const AppState& state, const std::string& username);
/// One of `offers`, by a number of 0 or more; nullptr when there is none.
const Offer* choose(const std::vector<Offer>& offers, int number);

}  // namespace ssc::sim
