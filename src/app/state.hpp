// AppState: one plain value that is everything the client knows. Copyable, comparable; only the Store holds a mutable
// one. No pointers, no timers, no strings meant for a person except what people wrote (texts are chosen in view/).
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/tabs.hpp"
#include "base/ids.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "call/call_state.hpp"
#include "call/ice_profiles.hpp"
#include "call/ledger.hpp"
#include "protocol/model.hpp"
#include "protocol/signalling.hpp"
#include "session/auth.hpp"
#include "session/socket_session.hpp"

namespace ssc {

enum class Language { kEnglish, kRussian };
enum class ThemeChoice { kSystem, kDark, kLight };

struct Settings {
  Language language = Language::kEnglish;
  ThemeChoice theme = ThemeChoice::kSystem;
  call::IceProfile ice_profile = call::IceProfile::kAuto;
  bool hide_address = false;  // until a call is answered
  bool low_data = false;
  bool operator==(const Settings&) const = default;
};

/// Facts about the page that change without us.
struct Environment {
  bool secure_context = true;      // getUserMedia exists only there
  bool webrtc_supported = true;
  bool network_online = true;
  bool page_visible = true;
  bool system_dark = false;
  bool microphone_granted = false; // permission already given: no prompt will show
  bool operator==(const Environment&) const = default;
};

enum class AuthPhase {
  kRestoring,  // tokens found, not yet proven
  kSignedOut,
  kSigningIn,
  kSignedIn,
};

/// What went wrong with the form, as a kind; the words are the view's.
enum class FormTrouble {
  kNone,
  kFieldsMissing,
  kUnknownUser,
  kWrongPassword,
  kTooManyTries,
  kServerUnreachable,
  kPasswordTooShort,
  kBadEmail,
  kEmailTaken,
  kNameTaken,
  kBadName,
  kNotDemoServer,
  kSessionExpired,
  kOther,
};

struct SignInState {
  AuthPhase phase = AuthPhase::kSignedOut;
  bool registering = false;  // the form shown
  FormTrouble trouble = FormTrouble::kNone;
  std::string trouble_detail;  // the server's own words for kOther
  bool persistent = true;      // false: this tab only (demo links)
  std::string demo_user;       // from ?demo=, while it is being tried
  RequestId request;           // the only answer that counts: config, sign-in, register or /api/me
  Instant retry_at = kNever;   // restoring met a dead network
  bool over_after_call = false;  // the session was refused while a call runs, which is finished first
  Instant leaves_at = kNever;  // signing out: at the latest then, and earlier if no answer to a dial is awaited
  bool operator==(const SignInState&) const = default;
};

enum class Delivery { kSent, kSending, kFailed };

struct ShownMessage {
  Message message;
  Delivery delivery = Delivery::kSent;
  std::uint32_t local_id = 0;  // not 0 for messages written here in this session
  bool operator==(const ShownMessage&) const = default;
};

struct Conversation {
  std::vector<ShownMessage> messages;  // oldest first
  bool loading = false;
  bool loaded = false;
  bool has_more = false;
  int next_page = 1;
  bool load_failed = false;
  RequestId request;                // the page being loaded: the only answer that counts
  std::vector<CallRecord> calls;    // from the call history, where the server writes no calls into chats
  bool operator==(const Conversation&) const = default;
};

struct PeopleSearch {
  std::string query;  // empty: the chat list is shown
  bool searching = false;
  bool failed = false;
  Instant send_at = kNever;  // debounced (D24)
  RequestId request;         // the only answer that counts
  std::vector<User> results;
  bool operator==(const PeopleSearch&) const = default;
};

enum class NoticeKind {
  kServerAway,
  kServerBack,
  kMessageFailed,
  kMicrophoneDenied,
  kMicrophoneMissing,
  kMicrophoneBusy,
  kCameraDenied,
  kCameraMissing,
  kCameraBusy,
  kCameraNotShown,
  kCallFailed,
  kCalleeOffline,
  kCouldNotOpenChat,
  kInsecureOrigin,
  kWebRtcMissing,
};

/// A passing remark (toast). `subject` is a name or detail the words need.
struct Notice {
  std::uint32_t id = 0;
  NoticeKind kind = NoticeKind::kServerAway;
  std::string subject;
  Instant leaves_at = kNever;
  bool operator==(const Notice&) const = default;
};

struct Route {
  ChatId open_chat;            // empty: the list (phones) or the empty state (desktops)
  bool settings_open = false;
  bool operator==(const Route&) const = default;
};

struct ServerFacts {
  bool config_known = false;
  bool demo = false;
  std::vector<IceServer> ice_servers;
  bool ice_known = false;
  Instant ice_fetch_at = kNever;  // when to ask again: credentials of relays run out
  bool operator==(const ServerFacts&) const = default;
};

struct AppState {
  Settings settings;
  Environment environment;
  ServerFacts server;
  SignInState sign_in;
  std::optional<Account> account;  // set while signed in or restoring
  AuthSession auth;                // tokens and their refresh
  SocketSession socket;
  TabsState tabs;
  std::deque<signalling::ClientMessage> outbox;  // waits for the socket; bounded
  Duration between_clocks{0};      // how far the wall clock is ahead of the other; it jumps while the machine sleeps
  bool can_emit = false;           // PresenceSync seen on this connection (contract 4.1)
  Instant offline_since = kNever;  // for the "server away" bar
  bool away_told = false;          // that it lasts was said in a notice
  bool was_online = false;         // in this sign-in; from then on coming online means events were missed
  std::vector<Chat> chats;         // newest activity first
  bool chats_loaded = false;
  bool chats_failed = false;
  std::map<ChatId, Conversation> conversations;
  std::map<UserId, Presence> presence;
  std::map<ChatId, Instant> typing_until;
  ChatId typing_told_chat;         // where we said last that we are typing, and when
  Instant typing_told_at = kNever;
  Instant activity_at = kNever;    // next sign of life for last-seen times
  PeopleSearch search;
  Route route;
  RequestId opening_chat;          // newest OpenChatWith: the only answer that opens a chat
  call::CallState call;
  call::Ledger ledger;
  /// Signals that came before their call was known, newest last, bounded (contract T3).
  std::deque<signalling::ServerMessage> early_signals;
  std::vector<Notice> notices;
  std::uint32_t next_notice = 1;
  std::uint32_t next_local_message = 1;
  RequestId last_request;
  RequestId session_floor;         // answers to requests up to this one belong to an earlier sign-in
  bool operator==(const AppState&) const = default;
};

/// The other person of a private chat, or nullptr (contract 2.2: recomputed from participants, never trusted).
const User* other_participant(const AppState& state, const Chat& chat);
const Chat* find_chat(const AppState& state, const ChatId& id);
bool is_dark(const AppState& state);
bool is_signed_in(const AppState& state);
int total_unread(const AppState& state);
/// Seconds the running call has lasted, by the server's start; 0 before that.
int call_seconds(const AppState& state, Instant now, WallTime wall_now);

}  // namespace ssc
