// The door between the page's glue and the client: what web/main.js may call, through Embind, with plain data only.
// Owns the one Client of the page.
#include <emscripten/bind.h>
#include <emscripten/eventloop.h>

#include <memory>
#include <utility>

#include "web/client.hpp"

namespace ssc::web {
namespace {

std::unique_ptr<Client>& the_client() {
  static std::unique_ptr<Client> client;
  return client;
}

/// False when there is no WebGL2. Nothing else may be called before, or after a false.
bool start(emscripten::val glue, const std::string& facts) {
  the_client() = std::make_unique<Client>(glue, shell::read_start_facts(facts));
  if (!the_client()->can_draw()) return false;
  the_client()->start();
  return true;
}

void screen_changed(float width, float height, float pixel_ratio, int pixel_width, int pixel_height, float inset_top,
                    float inset_right, float inset_bottom, float inset_left, bool reduced_motion, int utc_offset) {
  the_client()->screen_changed({.width = width,
                                .height = height,
                                .pixel_ratio = pixel_ratio,
                                .pixel_width = pixel_width,
                                .pixel_height = pixel_height,
                                .inset_top = inset_top,
                                .inset_right = inset_right,
                                .inset_bottom = inset_bottom,
                                .inset_left = inset_left,
                                .reduced_motion = reduced_motion,
                                .utc_offset_minutes = utc_offset});
}

void context_lost() { the_client()->context_lost(); }
void context_restored() { the_client()->context_restored(); }
void environment_changed(int bits) { the_client()->environment_changed(shell::environment_of(bits)); }
void page_left() { the_client()->happened(events::PageLeft{}); }
void page_returned() { the_client()->happened(events::PageReturned{}); }
void hide_address_chosen(bool on) { the_client()->happened(events::HideAddressChosen{on}); }
void signed_out_elsewhere() { the_client()->happened(events::SignOutChosen{}); }
void fonts_changed() { the_client()->fonts_changed(); }
void picture_loaded(unsigned number, bool usable) { the_client()->picture_loaded(number, usable); }

void pointer_moved(float x, float y, bool touch) {
  the_client()->input().pointer_moved(x, y, touch);
  the_client()->pointer_changed();
}

void pointer_button(bool down, float x, float y, int button, bool touch) {
  if (down)
    the_client()->input().pointer_pressed(x, y, button, touch);
  else
    the_client()->input().pointer_released(x, y, button, touch);
  the_client()->pointer_changed();
}

void pointer_left(bool release) {
  if (release)
    the_client()->input().release_all();
  else
    the_client()->input().pointer_left();
  the_client()->pointer_changed();
}

void wheel_turned(float x_px, float y_px) {
  the_client()->input().wheel_turned(x_px, y_px);
  the_client()->pointer_changed();
}

void node_pressed(unsigned node) { the_client()->pressed(node); }
void field_changed(unsigned node, const std::string& text) { the_client()->field_changed(node, text); }
void field_submitted(unsigned node) { the_client()->field_submitted(node); }
void escape_pressed() { the_client()->escape_pressed(); }
void focus_moved(unsigned node) { the_client()->focus_moved(node); }

void http_answered(unsigned id, int status, const std::string& body) {
  the_client()->http().answered(RequestId{id}, status, body);
}

void socket_opened(unsigned generation) { the_client()->happened(events::SocketOpened{SocketGeneration{generation}}); }

void socket_received(unsigned generation, const std::string& text) {
  the_client()->happened(events::SocketReceived{SocketGeneration{generation}, text});
}

void socket_closed(unsigned generation) { the_client()->happened(events::SocketClosed{SocketGeneration{generation}}); }

void socket_polled(unsigned generation, bool ok, const std::string& body) {
  the_client()->happened(events::SocketPolled{SocketGeneration{generation}, ok, body});
}

void socket_posted(unsigned generation, bool ok) {
  the_client()->happened(events::SocketPosted{SocketGeneration{generation}, ok});
}

void tab_owns_ringing(bool owns) { the_client()->happened(events::TabOwnershipChanged{owns}); }

void tab_said(const std::string& text) {
  if (auto news = decode_tab_news(text)) the_client()->happened(events::TabSaid{std::move(*news)});
}

void peer_operation_ended(unsigned peer, int operation, const std::string& what, const std::string& text) {
  the_client()->peer().operation_ended(PeerGeneration{peer}, operation, what, text);
}

void peer_candidate_found(unsigned peer, const std::string& candidate, const std::string& mid, int line,
                          const std::string& fragment) {
  the_client()->peer().candidate_found(
      PeerGeneration{peer},
      {.candidate = candidate, .sdp_mid = mid, .sdp_m_line_index = line, .username_fragment = fragment});
}

void peer_changed(unsigned peer, const std::string& what, const std::string& text) {
  the_client()->peer().changed(PeerGeneration{peer}, what, text);
}

void path_measured(unsigned peer, const std::string& candidate_type, double audio_packets, double audio_lost,
                   double audio_bytes, double jitter_ms, double remote_lost_share, double remote_rtt_ms, double rtt_ms,
                   double available_kbps, double frames_decoded, double bytes_sent) {
  const call::PathReport report{.audio_packets = audio_packets,
                                .audio_lost = audio_lost,
                                .audio_bytes = audio_bytes,
                                .jitter_ms = jitter_ms,
                                .remote_lost_share = remote_lost_share,
                                .remote_rtt_ms = remote_rtt_ms,
                                .rtt_ms = rtt_ms,
                                .available_kbps = available_kbps,
                                .frames_decoded = frames_decoded,
                                .bytes_sent = bytes_sent};
  the_client()->peer().measured(PeerGeneration{peer}, report, candidate_type);
}

void media_opened(bool microphone, bool camera, const std::string& error) {
  the_client()->media().opened(microphone, camera, error);
}

void media_lost(bool microphone) { the_client()->media().lost(microphone); }
void test_picture_failed() { the_client()->media().test_picture_failed(); }

void devices_changed(bool microphone_displaced, bool camera_displaced) {
  the_client()->media().devices_changed(microphone_displaced, camera_displaced);
}

std::string summary() { return the_client()->summary(); }

}  // namespace
}  // namespace ssc::web

EMSCRIPTEN_BINDINGS(socialspace_call) {
  using emscripten::function;
  function("start", &ssc::web::start);
  function("screen_changed", &ssc::web::screen_changed);
  function("context_lost", &ssc::web::context_lost);
  function("context_restored", &ssc::web::context_restored);
  function("environment_changed", &ssc::web::environment_changed);
  function("page_left", &ssc::web::page_left);
  function("page_returned", &ssc::web::page_returned);
  function("hide_address_chosen", &ssc::web::hide_address_chosen);
  function("signed_out_elsewhere", &ssc::web::signed_out_elsewhere);
  function("fonts_changed", &ssc::web::fonts_changed);
  function("picture_loaded", &ssc::web::picture_loaded);
  function("pointer_moved", &ssc::web::pointer_moved);
  function("pointer_button", &ssc::web::pointer_button);
  function("pointer_left", &ssc::web::pointer_left);
  function("wheel_turned", &ssc::web::wheel_turned);
  function("node_pressed", &ssc::web::node_pressed);
  function("field_changed", &ssc::web::field_changed);
  function("field_submitted", &ssc::web::field_submitted);
  function("escape_pressed", &ssc::web::escape_pressed);
  function("focus_moved", &ssc::web::focus_moved);
  function("http_answered", &ssc::web::http_answered);
  function("socket_opened", &ssc::web::socket_opened);
  function("socket_received", &ssc::web::socket_received);
  function("socket_closed", &ssc::web::socket_closed);
  function("socket_polled", &ssc::web::socket_polled);
  function("socket_posted", &ssc::web::socket_posted);
  function("tab_owns_ringing", &ssc::web::tab_owns_ringing);
  function("tab_said", &ssc::web::tab_said);
  function("peer_operation_ended", &ssc::web::peer_operation_ended);
  function("peer_candidate_found", &ssc::web::peer_candidate_found);
  function("peer_changed", &ssc::web::peer_changed);
  function("path_measured", &ssc::web::path_measured);
  function("media_opened", &ssc::web::media_opened);
  function("media_lost", &ssc::web::media_lost);
  function("test_picture_failed", &ssc::web::test_picture_failed);
  function("devices_changed", &ssc::web::devices_changed);
  function("summary", &ssc::web::summary);
}

// The page calls start() when its glue stands. Timers and frames work only in a runtime that is kept alive.
int main() {
  emscripten_runtime_keepalive_push();
  return 0;
}
