// Everything the core wants from outside, as small interfaces. The browser implements them in web/, the simulation in
// sim/. Calls never throw and never call back from inside themselves: results come later, as AppEvents put into the
// sink given at construction. No platform type appears here.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/ids.hpp"
#include "base/time.hpp"
#include "call/call_state.hpp"
#include "call/saved_page.hpp"
#include "protocol/api.hpp"
#include "protocol/model.hpp"
#include "protocol/signalling.hpp"

namespace ssc::ports {

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() const = 0;
  virtual WallTime wall_now() const = 0;
  /// One pending wake-up at most: a new call replaces the old. Delivers events::TimePassed at or after `when`.
  virtual void wake_at(Instant when) = 0;
};

class Http {
 public:
  virtual ~Http() = default;
  /// `access_token` is empty for public paths. Delivers events::HttpAnswered with the same id and request.
  virtual void send(RequestId id, const api::Request& request, const std::string& access_token) = 0;
};

class Socket {
 public:
  virtual ~Socket() = default;
  /// Opens a WebSocket to the configured backend: for the Engine.IO session `sid`, or for a new one.
  virtual void open(SocketGeneration generation, const std::string& sid) = 0;
  /// Closes the WebSocket and nothing else.
  virtual void drop(SocketGeneration generation) = 0;
  /// The same over HTTP: asks for packets, delivers events::SocketPolled; brings packets, delivers
  /// events::SocketPosted. At most one of each is on its way.
  virtual void poll(SocketGeneration generation, const std::string& sid) = 0;
  virtual void post(SocketGeneration generation, const std::string& sid, const std::string& body) = 0;
  virtual void send(SocketGeneration generation, const std::string& text) = 0;
  /// Ends all of it; a last post still goes out.
  virtual void close(SocketGeneration generation) = 0;
};

/// One RTCPeerConnection at a time, named by its generation. Local tracks are attached by the shell itself, when Media
/// has them and MediaWish lets them be sent (both media sections exist from the start, so no renegotiation).
class Peer {
 public:
  virtual ~Peer() = default;
  virtual void create(PeerGeneration peer, const IceSetup& setup) = 0;
  /// createOffer + setLocalDescription; delivers events::LocalDescriptionMade or PeerOperationFailed.
  virtual void make_offer(PeerGeneration peer, int operation) = 0;
  /// An offer of new ICE on a connection that stands, looking for its path by `setup`; delivers as make_offer does.
  virtual void restart(PeerGeneration peer, int operation, const IceSetup& setup) = 0;
  /// setRemoteDescription(offer) + createAnswer + setLocalDescription.
  virtual void accept_offer(PeerGeneration peer, int operation, const std::string& sdp) = 0;
  /// setRemoteDescription(answer); delivers events::RemoteAnswerApplied or PeerOperationFailed.
  virtual void accept_answer(PeerGeneration peer, int operation, const std::string& sdp) = 0;
  virtual void add_candidate(PeerGeneration peer, const signalling::Candidate& candidate) = 0;
  virtual void close(PeerGeneration peer) = 0;
  /// While true, delivers events::PathMeasured about once a second for the connection there is.
  virtual void measure(bool wanted) = 0;
  /// Holds the senders of this and later connections to `limits`.
  virtual void limit(const call::SendLimits& limits) = 0;
};

/// What should be captured. The shell works towards the newest wish, skipping stale ones, and reports each
/// change as events::MediaChanged. A wish that newly asks for a device is always answered by a report of that device
/// once it is open or failed, even where nothing had to change. Nothing wanted = every capture track stopped (the
/// camera's light is off).
struct MediaWish {
  bool send = false;  // what is captured goes out; before both said yes it is only seen and heard here
  bool microphone = false;
  int microphone_try = 0;  // a higher number: the person asks for it again after it failed
  bool microphone_muted = false;  // open, but silence is sent; reported as DeviceState::kMuted
  bool camera = false;            // a picture is sent; reported as the camera, also when it is the test picture
  bool test_picture = false;      // with `camera`: the generated picture instead of the camera's
  bool operator==(const MediaWish&) const = default;
};

class Media {
 public:
  virtual ~Media() = default;
  virtual void want(const MediaWish& wish) = 0;
};

/// The keys of contract 1.6. `persistent` = localStorage, else sessionStorage (demo tabs).
class Storage {
 public:
  virtual ~Storage() = default;
  virtual void save_session(const Tokens& tokens, const Account& account, bool persistent) = 0;
  virtual void forget_session() = 0;
  /// What this tab must not lose of its calls, often nothing. Kept for this tab only (sessionStorage), so that a
  /// reloaded page finds it as events::Started::before_reload. A shell that cannot keep it leaves calls to the server's
  /// grace.
  virtual void keep(const call::SavedPage&) {}
  /// "language": "en", "ru"; "theme": "system", "dark", "light"; "iceProfile": call::profile_key(); "hideAddress",
  /// "lowData": "on". An empty value forgets the setting.
  virtual void save_setting(std::string_view key, std::string_view value) = 0;
};

enum class RingSound { kNone, kIncoming, kRingback };

/// What the page plays and keeps around the canvas; each is desired state, applied only when it changed.
/// (Title and spoken announcements need words, so the shell takes them from view/ itself.)
class Page {
 public:
  virtual ~Page() = default;
  virtual void set_ring(RingSound sound) = 0;
  virtual void set_awake(bool keep_screen_on) = 0;
  virtual void set_language(std::string_view language) = 0;  // BCP 47, for <html lang>
  virtual void set_theme(bool dark) = 0;
};

/// The tabs of this browser in which the same account is signed in. Delivers events::TabSaid and, when the tab begins or
/// ceases to be the one that rings, events::TabOwnershipChanged.
class Tabs {
 public:
  virtual ~Tabs() = default;
  /// Leaves the tabs of another account; an empty id joins none.
  virtual void join(const UserId& account) = 0;
  /// This tab shall be the one that rings.
  virtual void claim() = 0;
  virtual void say(const std::string& text) = 0;
};

/// All ports together; the owner keeps them alive longer than the Store.
struct Ports {
  Clock& clock;
  Http& http;
  Socket& socket;
  Peer& peer;
  Media& media;
  Storage& storage;
  Page& page;
  Tabs& tabs;
};

}  // namespace ssc::ports
