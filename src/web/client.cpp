#include "web/client.hpp"

#include <imgui.h>

#include <algorithm>
#include <utility>

#include "protocol/json_write.hpp"

namespace ssc::web {
namespace {

constexpr const char* kCanvas = "#screen";
// A press may open a screen that asks for something else; more rounds than this within one event mean a loop.
constexpr int kMaxFramesAPress = 3;
// After a pause the backdrop goes on from where it stood.
constexpr Duration kLongestBackdropStep{50};

const char* phase_word(call::Phase phase) {
  switch (phase) {
    case call::Phase::kIdle:
      return "idle";
    case call::Phase::kPreparing:
      return "preparing";
    case call::Phase::kRinging:
      return "ringing";
    case call::Phase::kIncoming:
      return "incoming";
    case call::Phase::kAccepting:
      return "accepting";
    case call::Phase::kConnecting:
      return "connecting";
    case call::Phase::kConnected:
      return "connected";
    case call::Phase::kReconnecting:
      return "reconnecting";
    case call::Phase::kEnded:
      return "ended";
  }
  return "idle";
}

}  // namespace

Client::Client(const emscripten::val& glue, events::Started started)
    : started_(std::move(started)),
      clock_([this](AppEvent event) { store_.dispatch(std::move(event)); }),
      http_(glue["http"], [this](AppEvent event) { store_.dispatch(std::move(event)); }),
      socket_(glue["socket"]),
      peer_(glue["peer"], glue["meter"], [this](AppEvent event) { store_.dispatch(std::move(event)); }),
      media_(glue["media"], [this](AppEvent event) { store_.dispatch(std::move(event)); }),
      storage_(glue["storage"]),
      page_(glue["page"], glue["sound"]),
      tabs_(glue["tabs"]),
      renderer_(kCanvas),
      text_(glue["text"], atlas_),
      pictures_(glue["pictures"], atlas_),
      semantics_(glue["semantics"]),
      videos_(glue["videos"]),
      scheduler_(clock_, [this](bool visible) { present(visible); }),
      draw_meter_(clock_, [this](Duration cost) { pace_.measured(cost); }),
      store_({clock_, http_, socket_, peer_, media_, storage_, page_, tabs_},
             [this] {
               state_moved_ = true;
               if (store_.state().call.phase != shown_phase_)
                 scheduler_.request_at_once();
               else
                 scheduler_.request();
             }),
      ui_(text_, pictures_) {}

Client::~Client() = default;

void Client::start() {
  scheduler_.set_visible(started_.environment.page_visible);
  store_.dispatch(started_);
}

void Client::context_lost() {
  atlas_.context_lost();
  renderer_.context_lost();
}

void Client::context_restored() {
  atlas_.context_restored();
  renderer_.context_restored();
  scheduler_.request();
}

void Client::screen_changed(const Screen& screen) {
  screen_ = screen;
  text_.set_pixel_ratio(screen.pixel_ratio);
  pictures_.set_pixel_ratio(screen.pixel_ratio);
  // A canvas whose size was set is empty: in a page that is seen it may not stay so until the next frame.
  if (scheduler_.visible()) present(true);
}

void Client::environment_changed(const Environment& environment) {
  scheduler_.set_visible(environment.page_visible);
  store_.dispatch(events::EnvironmentChanged{environment});
}

void Client::fonts_changed() {
  text_.forget_fonts();
  scheduler_.request();
}

void Client::picture_loaded(std::uint32_t number, bool usable) {
  pictures_.loaded(number, usable);
  scheduler_.request();
}

void Client::pressed(view::NodeId node) {
  ui_.node_pressed(node);
  present_now();
}

void Client::field_changed(view::NodeId node, const std::string& text) {
  ui_.field_changed(node, text);
  scheduler_.request_after_input();
}

void Client::field_submitted(view::NodeId node) {
  ui_.field_submitted(node);
  present_now();
}

void Client::escape_pressed() {
  ui_.escape_pressed();
  present_now();
}

void Client::focus_moved(view::NodeId node) {
  if (node == focused_) return;
  focused_ = node;
  scheduler_.request_after_input();
}

void Client::present_now() {
  for (int round = 0; round < kMaxFramesAPress; ++round) {
    if (!present(true)) break;
  }
  scheduler_.request_after_input();
}

bool Client::present(bool visible) {
  if (screen_.width <= 0 || screen_.height <= 0) return false;
  const Instant now = clock_.now();
  const Duration since_last_frame = now - std::exchange(last_frame_, now);
  const bool state_had_moved = std::exchange(state_moved_, false);
  atlas_.begin_frame();
  shown_phase_ = store_.state().call.phase;
  view::FrameOutput output = ui_.frame(store_.state(), frame_input(now));
  if (visible) draw(output, since_last_frame);
  semantics_.show(std::move(output.nodes));
  videos_.show(std::move(output.surfaces));
  if (state_had_moved) tell_page();
  const Instant next_frame = text_.take_misses() ? now : paced(now, output.next_frame);
  // Without a context nothing is seen to move; its return asks for a frame.
  scheduler_.drawn(renderer_.usable() ? next_frame : kNever);
  for (AppEvent& event : output.events) store_.dispatch(std::move(event));
  return state_moved_;
}

Instant Client::paced(Instant start, Instant wanted) {
  const bool moves = wanted <= start;
  if (moves && renderer_.usable() && !draw_meter_.busy() && pace_.wants_measure()) draw_meter_.measure(start);
  return pace_.next(start, wanted);
}

view::FrameInput Client::frame_input(Instant now) const {
  return {.now = now,
          .wall_now = clock_.wall_now(),
          .utc_offset_minutes = screen_.utc_offset_minutes,
          .width = screen_.width,
          .height = screen_.height,
          .pixel_ratio = screen_.pixel_ratio,
          .inset_top = screen_.inset_top,
          .inset_right = screen_.inset_right,
          .inset_bottom = screen_.inset_bottom,
          .inset_left = screen_.inset_left,
          .touch = input_.touch(),
          .reduced_motion = screen_.reduced_motion,
          .focused = focused_};
}

void Client::draw(const view::FrameOutput& output, Duration since_last_frame) {
  if (!screen_.reduced_motion) {
    const Duration step = std::min(since_last_frame, kLongestBackdropStep);
    backdrop_time_s_ += std::chrono::duration<float>(step).count();
  }
  renderer_.draw({.lists = ImGui::GetDrawData(),
                  .backdrop = output.backdrop,
                  .width = screen_.width,
                  .height = screen_.height,
                  .pixel_width = screen_.pixel_width,
                  .pixel_height = screen_.pixel_height,
                  .time_s = backdrop_time_s_});
  if (frames_++ == 0) page_.show_ready();
}

void Client::tell_page() {
  page_.set_title(view::page_title(store_.state()));
  for (const view::Announcement& said : view::announcements(told_, store_.state())) {
    page_.announce(said.text, said.assertive);
  }
  told_ = store_.state();
}

std::string Client::summary() const {
  const call::CallState& call = store_.state().call;
  return JsonObject()
      .text("state", phase_word(call.phase))
      .text("callId", call.id.text)
      .whole("uiFrames", frames_)
      .finish();
}

}  // namespace ssc::web
