// How a simulated page reaches the server and other pages: REST, one ordered stream each way for the socket, and the
// path of media; delays, losses and outages of each. Owned by the page's scenario; knows nothing of calls.
#pragma once

#include "call/call_state.hpp"
#include "sim/world.hpp"

namespace ssc::sim {

struct Network {
  bool http_up = true;
  bool socket_up = true;  // new sockets can be opened; cutting the one that stands is another matter
  bool media_up = true;
  int address = 1;  // another number: what was gathered before leads nowhere
  int rest_low_ms = 5, rest_high_ms = 120;
  int socket_low_ms = 5, socket_high_ms = 120;
  int lost_request_percent = 0;  // never reaches the server
  int lost_answer_percent = 0;   // acted upon, but the answer is lost
  int doubled_answer_percent = 0;

  void set_up(bool up) { http_up = socket_up = media_up = up; }
};

/// What devices this page has and what the person says to the permission prompt.
struct Devices {
  call::DeviceTrouble microphone = call::DeviceTrouble::kNone;
  call::DeviceTrouble camera = call::DeviceTrouble::kNone;
  int open_low_ms = 20, open_high_ms = 400;
  bool microphone_granted = true;
};

}  // namespace ssc::sim
