#include "sim/watch.hpp"

#include <algorithm>
#include <cstdlib>
#include <string_view>

#include "sim/words.hpp"

namespace ssc::sim {
namespace {

using call::EndReason;
using call::Phase;

constexpr Duration kSlack{1'500};
constexpr Duration kBetweenLooks{500};
constexpr Duration kFlagsFollow{8'000};
constexpr Duration kPathTruth{9'000};  // how long the browser itself needs to notice
constexpr Duration kNewsPass{2'000};  // over sockets that work
constexpr Duration kNewsArrive{15'000};

/// How long a page may be in a phase; zero: as long as people like.
Duration bound_of(Phase phase) {
  switch (phase) {
    case Phase::kIdle:
    case Phase::kConnected:
      return Duration(0);
    case Phase::kPreparing:  // device, dial, and once more after a dead call of our own
      return 2 * call::kDialTimeout + Duration(15'000);
    case Phase::kRinging:
      return call::kRingTimeout;
    case Phase::kIncoming:
      return call::kIncomingTimeout;
    case Phase::kAccepting:
      return call::kAcceptTimeout;
    case Phase::kConnecting:
      return call::kConnectTimeout;
    case Phase::kReconnecting:
      return call::kReconnectTimeout;
    case Phase::kEnded:
      return call::kEndedShownFor;
  }
  return Duration(0);
}

const Page* page_at(const Scene& scene, int connection) {
  if (connection == 0) return nullptr;
  const auto found = std::ranges::find_if(
      scene.pages, [&](const Page* page) { return page->peer.is_open() && page->peer.connection() == connection; });
  return found == scene.pages.end() ? nullptr : *found;
}

/// One that carries: not one whose death the page has not noticed.
bool has_socket(const Page& page) { return page.state().can_emit && page.socket.is_alive(); }

bool is_with_react(const Scene& scene, const Page& page) {
  return std::ranges::any_of(scene.react_pages,
                             [&](const ReactPage* react) { return react->user().id == page.call().peer.id; });
}

/// It rang for as long as anybody waits.
bool has_rung_out(const Scene& scene, const CallId& call) {
  const CallRecord* record = scene.server.find_call(call);
  return record != nullptr &&
         record->ended_at.unix_ms - record->created_at.unix_ms >= call::kRingTimeout.count() - kSlack.count();
}

/// Both dialled at once and the existing server made two calls of it: one of them is given up for the other.
bool has_crossed(const Scene& scene, const CallId& call) {
  const CallRecord* record = scene.server.find_call(call);
  return record != nullptr && std::ranges::any_of(scene.server.calls(), [&](const CallRecord& other) {
           const bool ended_before = !is_live(other) && other.ended_at < record->created_at;
           return other.caller.id == record->callee.id && other.callee.id == record->caller.id &&
                  other.created_at < record->ended_at && !ended_before;
         });
}

/// In a call of any kind within the last moments.
bool was_busy(const Scene& scene, const UserId& user) {
  const std::int64_t since_ms = scene.world.wall_now().unix_ms - 5'000;
  return std::ranges::any_of(scene.server.calls(), [&](const CallRecord& call) {
    return is_party(call, user) && (is_live(call) || call.ended_at.unix_ms >= since_ms);
  });
}

bool is_idle(const Page& page) { return !call::is_active(page.phase()); }

}  // namespace

void Watch::suspect(const Scene& scene, Doubt doubt, std::uintptr_t about, bool holds, Duration bound,
                    const std::string& words) {
  const auto key = std::pair(doubt, about);
  if (!holds) {
    doubts_.erase(key);
    return;
  }
  const auto [entry, is_new] = doubts_.try_emplace(key, scene.world.now());
  if (is_new || entry->second == kNever || scene.world.now() <= entry->second + bound) return;
  entry->second = kNever;  // told
  scene.world.complain(words);
}

void Watch::look(const Scene& scene, const Truth& truth) {
  for (const Page* page : scene.pages) {
    if (page->is_frozen()) {  // nobody can blame it for what it shows meanwhile, nor right after
      const auto about = reinterpret_cast<std::uintptr_t>(page);
      std::erase_if(doubts_, [about](const auto& entry) { return entry.first.second == about; });
      continue;
    }
    look_at_page(scene, *page);
    look_at_end(scene, *page, truth);
  }
  look_at_accounts(scene);
  look_at_server(scene);
}

void Watch::look_at_page(const Scene& scene, const Page& page) {
  const call::CallState& call = page.call();
  const std::string& who = page.name();
  // Who hears late that there is no microphone, since the page was frozen, has as long as anybody to decide.
  const bool decides = call.phase == Phase::kPreparing && call.microphone_failed_at != kNever;
  const Instant since = decides ? call.microphone_failed_at : call.phase_since;
  const Duration bound = decides ? call::kDeviceDecisionTimeout : bound_of(call.phase);
  const bool is_late = bound.count() > 0 && scene.world.now() > since + bound + kSlack;
  suspect(scene, Doubt::kStuck, &page, is_late, Duration(2'000), who + " is stuck " + phase_name(call.phase));

  const int connection = page.peer.connection();
  const bool flows = connection != 0 && scene.media_net.flows(connection);
  const Page* other = connection == 0 ? nullptr : page_at(scene, scene.media_net.remote_of(connection));
  const bool is_connected = call.phase == Phase::kConnected;
  // A path that came and went again between two looks: the browser's time to notice the new loss begins with it.
  const bool flowed = connection != 0 && scene.world.now() < scene.media_net.path_found_at(connection) + kBetweenLooks;
  suspect(scene, Doubt::kNothingFlows, &page, is_connected && !flows && !flowed, kPathTruth,
          who + " is shown as connected while nothing flows");
  const bool other_talks =
      other != nullptr && !other->is_frozen() && other->call().id == call.id && call::is_talking(other->phase());
  // Who sends nothing and has no socket can tell nobody that he is there, nor tell it to somebody without one.
  const bool is_told = other_talks && has_socket(*other) && has_socket(page);
  const bool is_known = other_talks && (is_told || scene.media_net.hears(connection));
  const bool looks_for_path = call.phase == Phase::kConnecting || call.phase == Phase::kReconnecting;
  suspect(scene, Doubt::kFlowsUnseen, &page, looks_for_path && flows && is_known, kPathTruth,
          who + " shows no connection while media flow");
  // Nor does somebody know that he was heard to say yes who has neither socket nor sound.
  const bool cannot_know = other != nullptr && !has_socket(*other) && !scene.media_net.hears(other->peer.connection());
  const bool is_there = other != nullptr && (other->is_frozen() || other_talks || cannot_know);
  const bool is_alone = is_connected && !is_there;
  suspect(scene, Doubt::kTalksToNobody, &page, is_alone && !is_with_react(scene, page), kPathTruth,
          who + " talks to nobody");
  const bool can_compare = is_connected && flows && other_talks && other->phase() == Phase::kConnected;
  look_at_flags(scene, page, can_compare ? other : nullptr);

  const bool is_heard = page.media.is_microphone_heard();
  const bool works = page.devices.microphone == call::DeviceTrouble::kNone;
  suspect(scene, Doubt::kHeardMuted, &page, is_heard && !call.microphone.wanted,
          Duration(page.devices.open_high_ms) + kSlack, who + " is heard while shown as muted");
  suspect(scene, Doubt::kSilent, &page, is_connected && works && call.microphone.wanted && !is_heard,
          Duration(page.devices.open_high_ms) + kSlack, who + " is silent while shown as heard");
}

void Watch::look_at_flags(const Scene& scene, const Page& page, const Page* other) {
  const bool news_pass =
      other != nullptr && is_whole(scene, kNewsArrive) && page.socket.is_alive() && other->socket.is_alive();
  const call::RemoteMedia& remote = page.call().remote;
  suspect(scene, Doubt::kMicrophoneFlag, &page, news_pass && remote.mic_on != other->media.is_microphone_heard(),
          kFlagsFollow, page.name() + " is shown the other microphone wrongly as " + (remote.mic_on ? "on" : "off"));
  suspect(scene, Doubt::kCameraFlag, &page, news_pass && remote.camera_on != other->media.is_camera_seen(),
          kFlagsFollow, page.name() + " is shown the other camera wrongly as " + (remote.camera_on ? "on" : "off"));
}

void Watch::look_at_accounts(const Scene& scene) {
  for (const Page* page : scene.pages) {
    int same = 0;
    int other = 0;
    for (const Page* second : scene.pages) {
      const bool both_talk = page < second && page->user().id == second->user().id &&
                             page->phase() == Phase::kConnected && second->phase() == Phase::kConnected &&
                             !page->is_frozen() && !second->is_frozen();
      if (!both_talk) continue;
      (page->call().id == second->call().id ? same : other) += 1;
    }
    suspect(scene, Doubt::kTwice, page, same > 0 && scene.server.is_ours(), kPathTruth,
            page->user().username + " is twice in a call");
    suspect(scene, Doubt::kTwoCalls, page, other > 0 && scene.server.is_ours(), kPathTruth,
            page->user().username + " talks in two calls");
  }
}

void Watch::look_at_server(const Scene& scene) {
  if (!scene.server.is_ours()) return;
  const std::vector<CallRecord> live = scene.server.live_calls();
  for (const Page* page : scene.pages) {
    const call::CallState& call = page->call();
    const bool rings = call::is_ringing(call.phase) || call.phase == Phase::kAccepting;
    const bool is_over = rings && !call.id.empty() && std::ranges::find(live, call.id, &CallRecord::id) == live.end();
    suspect(scene, Doubt::kRingsForNothing, page,
            is_over && !page->is_frozen() && is_whole(scene, kNewsArrive) && page->socket.is_alive(), kNewsArrive,
            page->name() + " rings for a call that is over");
    const auto found = std::ranges::find(live, call.id, &CallRecord::id);
    const bool is_fast = page->network.socket_high_ms <= kNewsPass.count() / 2;
    const bool is_taken =
        call.phase == Phase::kIncoming && found != live.end() && found->status == CallStatus::kAccepted;
    suspect(scene, Doubt::kRingsOn, page,
            is_taken && is_fast && !page->is_frozen() && is_whole(scene, kNewsArrive) && has_socket(*page), kNewsPass,
            page->name() + " rings on though another page answered");
  }
  for (const CallRecord& record : live) {
    int caller_pages = 0, callee_pages = 0, idle_callees = 0, done_with_it = 0;
    for (const Page* page : scene.pages) {
      const bool is_callee = page->user().id == record.callee.id;
      if (!is_callee && page->user().id != record.caller.id) continue;
      if (call::is_finished(page->state().ledger, record.id)) ++done_with_it;
      if (!is_idle(*page) && page->call().id == record.id) {
        ++(is_callee ? callee_pages : caller_pages);
      } else if (is_callee && is_idle(*page) && page->socket.is_alive() && !page->is_frozen()) {
        ++idle_callees;
      }
    }
    const auto about =
        static_cast<std::uintptr_t>(std::atoi(record.id.text.c_str() + std::string_view("call-").size()));
    const bool is_pending = record.status == CallStatus::kPending;
    const bool is_unheard = is_pending && idle_callees > 0 && callee_pages == 0 && done_with_it == 0;
    suspect(scene, Doubt::kUnheard, about, is_unheard && is_whole(scene, kNewsArrive), kNewsArrive,
            record.id.text + " rings on no page of " + record.callee.username);
    const bool has_react = std::ranges::any_of(
        scene.react_pages, [&](const ReactPage* react) { return is_party(record, react->user().id); });
    const bool is_empty = caller_pages == 0 && callee_pages == 0 && !has_react;
    // A server that starts waits for its people anew, and so it does when other pages of theirs come or go.
    const Instant missed_since =
        std::max(scene.server.missed_since(record.caller.id), scene.server.missed_since(record.callee.id));
    const bool waits_anew = scene.world.now() <= missed_since + kBetweenLooks;
    suspect(scene, Doubt::kNobodyIn, about, is_empty && scene.server.is_running() && !waits_anew, Duration(120'000),
            record.id.text + " stands on the server and nobody is in it");
  }
  for (const CallRecord& one : live) {
    for (const CallRecord& other : live) {
      const bool shared = one.id < other.id && (is_party(other, one.caller.id) || is_party(other, one.callee.id));
      if (shared) scene.world.complain("the server has " + one.id.text + " and " + other.id.text + " of one user");
    }
  }
}

void Watch::look_at_end(const Scene& scene, const Page& page, const Truth& truth) {
  Seen& seen = seen_[&page];
  const call::CallState& call = page.call();
  const Seen before = std::exchange(seen, Seen{call.phase, call.id, scene.world.now()});
  if (call.phase != Phase::kEnded || before.phase == Phase::kEnded || has_faults_) return;
  const UserId& me = page.user().id;
  const UserId& them = call.peer.id;
  const bool they_are_react = is_with_react(scene, page);
  const bool they_stopped = truth.stopped(call.id, them) || they_are_react;
  const auto lies = [&](const char* claim) {
    scene.world.complain(page.name() + " says " + claim + ", which did not happen (" + call.id.text + ")");
  };
  switch (call.end_reason) {
    case EndReason::kHungUpHere:
    case EndReason::kCancelledHere:
    case EndReason::kDeclinedHere:
      if (!truth.stopped(call.id, me)) lies("ended here");
      return;
    case EndReason::kHungUpThere:
      // Who gave up ringing while the answer was under way has hung up.
      if (!they_stopped && !has_rung_out(scene, call.id)) lies("ended by the other side");
      return;
    case EndReason::kDeclinedThere:
      if (!they_stopped) lies("ended by the other side");
      return;
    case EndReason::kCancelledThere: {
      const bool left_here = truth.stopped(call.id, me, &page);  // to the existing server the same
      const bool is_true = they_stopped || left_here || has_rung_out(scene, call.id) || has_crossed(scene, call.id);
      if (!is_true) lies("cancelled by the other side");
      return;
    }
    case EndReason::kAnsweredElsewhere:
    case EndReason::kAnsweredInTab:
      // Who dials the one who calls has answered (glare).
      if (!truth.has(call.id, Truth::Deed::kAccepted, me, &page) && !truth.has(CallId(), Truth::Deed::kDialled, me)) {
        lies("answered elsewhere");
      }
      return;
    case EndReason::kHandledElsewhere:
    case EndReason::kHandledInTab:
      if (!truth.stopped(call.id, me, &page)) lies("declined elsewhere");
      return;
    case EndReason::kServerUnreachable:
    case EndReason::kConnectionLost:
    case EndReason::kCouldNotConnect:
    case EndReason::kFailed:
    case EndReason::kNotAllowed:
    case EndReason::kTooManyCalls:
      if (!they_are_react && !they_stopped && !truth.stopped(call.id, me)) lies("failed");
      return;
    case EndReason::kNone:
      lies("nothing about the end");
      return;
    case EndReason::kNoAnswer: {
      const CallRecord* record = scene.server.find_call(call.id);
      const std::int64_t limit_ms = call::kRingTimeout.count() - 2'000;
      if (record == nullptr || scene.world.wall_now().unix_ms - record->created_at.unix_ms < limit_ms)
        lies("no answer");
      return;
    }
    case EndReason::kBusyThere:
      if (!was_busy(scene, them)) lies("they are busy");
      return;
    case EndReason::kBusyHere:
      if (!was_busy(scene, me)) lies("this account is busy");
      return;
    case EndReason::kMicrophoneDenied:
    case EndReason::kMicrophoneMissing:
    case EndReason::kMicrophoneBusy:
    case EndReason::kTakeoverFailed:
    case EndReason::kContinuedElsewhere:
      return;
  }
}

/// Not where the existing server keeps what a React page left, or one that is signed out by now. Nor where a page went
/// away in its call: it may go on elsewhere for all that anybody knows there, so the page that is left offers that.
bool can_be_ended(const Scene& scene, const CallRecord& call) {
  const auto is_party = [&](const Page* page) {
    const AppState& state = page->state();
    return is_signed_in(state) &&
           (state.account->user.id == call.caller.id || state.account->user.id == call.callee.id);
  };
  const auto offers_it = [&](const Page* page) {
    const auto& elsewhere = page->state().ledger.elsewhere;
    return is_party(page) && elsewhere && elsewhere->id == call.id;
  };
  if (scene.server.is_ours()) return true;
  if (scene.deserted && std::ranges::any_of(scene.pages, offers_it)) return false;
  return std::ranges::any_of(scene.pages, is_party);
}

std::string leftovers(const Scene& scene) {
  std::string all;
  for (const Page* page : scene.pages) {
    const AppState& state = page->state();
    const auto say = [&](const std::string& what) { all += page->name() + " " + what + "\n"; };
    if (page->phase() != Phase::kIdle) say("is still " + phase_name(page->phase()));
    if (!state.ledger.owed.empty()) say("still owes the server an end");
    if (!state.ledger.checks.empty()) say("still waits for the active call");
    if (!state.ledger.abandoned.empty()) say("still looks for an abandoned dial");
    if (call::next_deadline(state.ledger) != kNever) say("still has a deadline in the ledger");
    if (!state.outbox.empty()) say("still holds signals back");
    if (page->http.in_flight() != 0) say("still waits for an answer");
    if (is_signed_in(state) && !state.can_emit) say("never came back online");
  }
  for (const CallRecord& call : scene.server.live_calls()) {
    if (!can_be_ended(scene, call)) continue;
    all += "the server still knows " + call.id.text + ", " + call.caller.username + " to " + call.callee.username +
           (call.status == CallStatus::kPending ? ", pending" : ", accepted") + "\n";
  }
  if (scene.media_net.open_count() != 0) all += "a connection is left open\n";
  return all;
}

}  // namespace ssc::sim
