// The client put together: ports, Store, face and screen, and the one path by which a frame comes about. Owns all of
// them; what the page reports comes in through the methods below, called by main.cpp.
#pragma once

#include <memory>
#include <string>

#include <emscripten/val.h>

#include "app/store.hpp"
#include "shell/frame_pace.hpp"
#include "shell/start_facts.hpp"
#include "view/ui.hpp"
#include "web/frame_scheduler.hpp"
#include "web/gl/atlas.hpp"
#include "web/gl/draw_meter.hpp"
#include "web/gl/renderer.hpp"
#include "web/imgui_owner.hpp"
#include "web/input.hpp"
#include "web/semantics_dom.hpp"
#include "web/video_surfaces.hpp"
#include "web/web_clock.hpp"
#include "web/web_http.hpp"
#include "web/web_media.hpp"
#include "web/web_page.hpp"
#include "web/web_peer.hpp"
#include "web/web_pictures.hpp"
#include "web/web_socket.hpp"
#include "web/web_storage.hpp"
#include "web/web_tabs.hpp"
#include "web/web_text.hpp"

namespace ssc::web {

/// The part of the page we own.
struct Screen {
  float width = 0, height = 0, pixel_ratio = 1;
  int pixel_width = 0, pixel_height = 0;
  float inset_top = 0, inset_right = 0, inset_bottom = 0, inset_left = 0;
  bool reduced_motion = false;
  int utc_offset_minutes = 0;
};

class Client {
 public:
  Client(const emscripten::val& glue, events::Started started);
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  bool can_draw() const { return renderer_.usable(); }
  /// Lets the program begin; before the first Screen nothing is drawn.
  void start();

  /// The canvas has its new size already; it is filled again before this returns.
  void screen_changed(const Screen& screen);
  void context_lost();
  void context_restored();
  void environment_changed(const Environment& environment);
  void happened(AppEvent event) { store_.dispatch(std::move(event)); }
  void fonts_changed();
  void picture_loaded(std::uint32_t number, bool usable);

  // What the person does. A press takes effect inside the DOM event: only there the browser grants what needs a gesture.
  void pressed(view::NodeId node);
  void field_changed(view::NodeId node, const std::string& text);
  void field_submitted(view::NodeId node);
  void escape_pressed();
  void focus_moved(view::NodeId node);
  /// After each change of the pointer.
  Input& input() { return input_; }
  void pointer_changed() { scheduler_.request_after_input(); }

  WebHttp& http() { return http_; }
  WebPeer& peer() { return peer_; }
  WebMedia& media() { return media_; }

  /// For window.socialspaceCall.stats(): {"state","callId","uiFrames"}.
  std::string summary() const;

 private:
  void present_now();
  /// True when the state moved on meanwhile, so that the picture is out of date already.
  bool present(bool visible);
  /// What moves by itself waits until frames have not taken too much of the time.
  Instant paced(Instant start, Instant wanted);
  view::FrameInput frame_input(Instant now) const;
  void draw(const view::FrameOutput& output, Duration since_last_frame);
  void tell_page();

  ImGuiOwner imgui_;
  events::Started started_;
  WebClock clock_;
  WebHttp http_;
  WebSocketPort socket_;
  WebPeer peer_;
  WebMedia media_;
  WebStorage storage_;
  WebPage page_;
  WebTabs tabs_;
  Renderer renderer_;
  Atlas atlas_;
  WebText text_;
  WebPictures pictures_;
  SemanticsDom semantics_;
  VideoSurfaces videos_;
  Input input_;
  FrameScheduler scheduler_;
  shell::FramePace pace_;
  DrawMeter draw_meter_;
  Store store_;
  view::Ui ui_;
  Screen screen_;
  AppState told_;  // the state that title and announcements speak of
  call::Phase shown_phase_ = call::Phase::kIdle;
  view::NodeId focused_ = 0;
  Instant last_frame_{};
  float backdrop_time_s_ = 0;
  int frames_ = 0;
  bool state_moved_ = true;
};

}  // namespace ssc::web
