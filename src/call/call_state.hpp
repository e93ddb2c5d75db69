// One call as a plain value: everything the machine decides on and the screen shows. Owns no timers, tracks or
// connections; those are asked for by effects and wishes, and report back by events with their generation.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.hpp"
#include "base/time.hpp"
#include "call/path_state.hpp"
#include "call/quality.hpp"
#include "call/send_policy.hpp"
#include "protocol/model.hpp"
#include "protocol/signalling.hpp"

namespace ssc::call {

///                    CallRequested                        incomingCall
///   kIdle ───────────────┬───────────────────────────────────┬──────────────
///                    kPreparing (microphone, initiate)    kIncoming
///                        │ 201 / callInitiated               │ accept
///                    kRinging                             kAccepting
///                        │ callAccepted                      │ accept reply
///                        └──────────────► kConnecting ◄──────┘
///                                             │ media path up
///                          kReconnecting ◄─► kConnected
///   any ── decline, end, time-out, failure ──► kEnded ── shown a few seconds ──► kIdle
enum class Phase {
  kIdle,          // no call
  kPreparing,     // we dial: opening the microphone, asking the server
  kRinging,       // we dial: the other side rings
  kIncoming,      // we are called and have not answered
  kAccepting,     // we said yes; the server has not confirmed yet
  kConnecting,    // both said yes; the media path is being built
  kConnected,     // media flows
  kReconnecting,  // the media path is lost and being repaired
  kEnded,         // over; the outcome is shown for a while
};

enum class Direction { kOutgoing, kIncoming };

/// Why a call is over, from this side's point of view. Apart from errors: each has its own words on screen.
enum class EndReason {
  kNone,
  kHungUpHere,
  kHungUpThere,
  kCancelledHere,        // we stopped ringing them
  kCancelledThere,       // they stopped ringing us (missed by us)
  kDeclinedHere,
  kDeclinedThere,
  kNoAnswer,             // ring time-out
  kBusyThere,            // 409: they are in another call
  kBusyHere,             // 409: this account is in another call (another device)
  kAnsweredElsewhere,    // another device of ours took it
  kHandledElsewhere,     // another device of ours declined it
  kAnsweredInTab,        // the same, in another tab of this browser
  kHandledInTab,
  kContinuedElsewhere,   // another tab or device of ours took the running call over
  kTakeoverFailed,       // we wanted to take the call over and could not; it may go on where it was
  kMicrophoneDenied,
  kMicrophoneMissing,
  kMicrophoneBusy,
  kConnectionLost,       // the media path could not be repaired, or the other side vanished
  kCouldNotConnect,      // no media path was ever found
  kServerUnreachable,    // the server did not answer the dial or the accept
  kNotAllowed,           // 403
  kTooManyCalls,         // 429: the server wants a pause, see CallState::retry_after_s
  kFailed,               // anything else, said as such
};

enum class DeviceState {
  kOff,      // not wanted
  kOpening,  // asked for; the browser or the person has not decided
  kOn,       // microphone: sending; camera: sending
  kMuted,    // microphone only: open, but silence is sent
  kFailed,   // see DeviceTrouble
};

enum class DeviceTrouble { kNone, kDenied, kMissing, kBusy, kUnsupported, kUnknown };

struct LocalDevice {
  bool wanted = false;  // what the person asked for; the reconciler in the shell works towards it
  DeviceState state = DeviceState::kOff;
  DeviceTrouble trouble = DeviceTrouble::kNone;
  bool operator==(const LocalDevice&) const = default;
};

/// Mirrors RTCPeerConnection.connectionState.
enum class PeerConnectionState { kNew, kConnecting, kConnected, kDisconnected, kFailed, kClosed };

/// A candidate of ours, with the number it was sent under; 0 = not sent yet.
struct LocalCandidate {
  signalling::Candidate candidate;
  int seq = 0;
  bool operator==(const LocalCandidate&) const = default;
};

/// Offer/answer progress with one peer (see negotiation.hpp).
struct NegotiationState {
  PeerGeneration peer;                 // current RTCPeerConnection; number 0 = none yet
  bool peer_exists = false;
  int operation = 0;                   // newest description operation; completions carry it
  bool operation_running = false;
  bool local_description_sent = false;
  bool remote_description_set = false;
  bool awaiting_answer = false;  // our newest offer is out, or about to be, and not answered
  std::optional<signalling::Description> local_description;  // our offer or answer, kept for re-sending (contract T1)
  std::optional<signalling::Description> pending_remote_offer;  // arrived before we could use it (T3)
  std::optional<signalling::Description> taken_offer;  // being answered by the operation that runs
  std::string applied_remote_identity;  // of the remote description in use, to recognise it when sent again
  std::string remote_connection;  // which of their connections it speaks for: the same through ICE restarts
  std::vector<LocalCandidate> local_candidates;  // of our description; kept for sending again
  std::vector<signalling::Candidate> queued_remote_candidates;  // until the remote description is set
  PeerConnectionState connection = PeerConnectionState::kNew;
  bool operator==(const NegotiationState&) const = default;
};

/// How this page came into the running call.
enum class Takeover {
  kNone,  // it dialled or answered it
  kReload,  // it was in it already when it was loaded again
  kHere,  // the person continues here what runs on another tab or device
};

/// What the other side was last told of our devices; compared with the truth after every step.
struct AnnouncedDevices {
  bool told = false;
  bool mic_on = true;
  bool camera_on = false;
  bool operator==(const AnnouncedDevices&) const = default;
};

struct RemoteMedia {
  bool mic_on = true;
  bool camera_on = false;  // as announced by the other side
  bool video_arriving = false;  // frames are being decoded
  bool operator==(const RemoteMedia&) const = default;
};

struct CallState {
  Phase phase = Phase::kIdle;
  Direction direction = Direction::kOutgoing;
  CallKind kind = CallKind::kAudio;
  CallId id;  // empty until the server named it
  ChatId chat;
  User peer;
  bool peer_online = true;  // false: said so on screen, and rung anyway
  signalling::PeerInfo peer_info;  // version 0: a React peer, no renegotiation (T5)
  Instant phase_since{};  // when `phase` was entered
  WallTime started_at;  // the server's; the duration shown counts from it (D21)
  Instant connected_since = kNever;  // local fallback when the server named no start
  EndReason end_reason = EndReason::kNone;
  int duration_s = 0;  // set when ended
  int retry_after_s = 0;  // with kTooManyCalls
  LocalDevice microphone;
  LocalDevice camera;
  bool test_picture = false;  // send the generated picture instead of a camera
  RemoteMedia remote;
  PathReport path;  // newest; of the present connection
  QualityWindow quality_window;
  Quality quality;
  SendPolicy send_policy;
  NegotiationState negotiation;
  DeliveryState delivery;
  RepairState repair;
  int offers_while_ringing = 0;  // called: what came before the answer
  bool warm = false;  // called: we let the path be built while it rings here
  bool hide_address = false;  // nothing of ours names an address before both said yes
  bool through_relay = false;  // as well, but a relay is known: the path goes through it until both said yes
  AnnouncedDevices announced;
  bool minimized = false;
  int microphone_tries = 0;  // of the person, after it failed
  Instant microphone_failed_at = kNever;  // until it works again
  RequestId initiate_request;  // the dial in flight; number 0 = none
  Instant dialled_at = kNever;  // when the newest dial was posted
  Instant redial_at = kNever;  // nobody answered the newest dial: when the next is posted
  Instant redial_until = kNever;  // from the first dial on
  bool dial_unanswered = false;  // an earlier dial of this call may have worked
  bool dialled_again = false;  // after a 409 caused by a dead call of our own: once is enough
  bool crossed = false;  // the one we dial dialled us too: which call stands is asked when ours has its name
  CallId redial_after;  // that dead call; we dial again when its end is confirmed
  RequestId accept_request;  // the accept in flight; number 0 = none
  Instant accept_check_at = kNever;  // the accept went unanswered: ask the server what became of it
  bool accept_refused = false;  // the call was not pending any more: the server is asked who was faster
  bool accept_confirmed = false;  // nothing of ours may reach the caller before this
  bool accept_guessed = false;  // the call is accepted, by us as it seems: the answer to our accept stays away
  bool accepted_seen = false;  // callAccepted came while our own accept is in flight (T10)
  bool declined_seen = false;  // another device of ours declined while our accept is in flight
  Takeover takeover = Takeover::kNone;  // until the first path stands
  bool came_over = false;  // this page took the running call over, and whoever was in it before has to leave
  bool has_yielded = false;  // in this outage: who names another device again and again is not believed
  Instant yielded_at = kNever;  // another device of ours is being answered; we wait for it to carry media, or go on
  bool over_on_server = false;  // the server knows the call no more; believed when the media are dead too (T9, T18)
  Instant ring_check_at = kNever;  // while it rings: when the server is asked next whether it still does
  std::string device_id;  // ours, random per tab; outlives calls
  bool operator==(const CallState&) const = default;
};

// Questions about a phase. Each lists every phase by name, so that a new one makes the compiler ask.
bool is_active(Phase phase);  // anything but kIdle and kEnded
bool is_ringing(Phase phase);  // kRinging, kIncoming
bool is_talking(Phase phase);  // kConnecting, kConnected, kReconnecting
bool is_dialling(Phase phase);  // kPreparing, kRinging
/// We asked for a call, and the server has not said whose dial made the one we may have heard of.
bool is_dial_in_flight(const CallState& call);
bool wants_microphone(Phase phase);  // and the camera, where it is wanted at all

/// What the other side should hear: a microphone that is asked for, and did not fail.
bool is_microphone_sending(const CallState& call);
/// What the other side should see: the camera is asked for and really runs.
bool is_camera_sending(const CallState& call);
/// The other side can send sound by now: whether any arrives is worth knowing.
bool may_be_heard(const CallState& call);
/// How long the call has lasted; by the server's start where it is known (D21).
int seconds_since_start(const CallState& call, const Now& now);
/// The moment at which `phase` must change by itself, or kNever.
Instant next_deadline(const CallState& call);

inline constexpr Duration kRingTimeout{45'000};  // features.md 1.1: 30-60 s in the field
inline constexpr Duration kRingCheckEvery{4'000};  // a net under lost signals: nobody talks to one who hears it ring
inline constexpr Duration kEndedShownFor{4'000};  // look.md, "Ended"
inline constexpr Duration kConnectTimeout{30'000};  // from both having said yes to media
inline constexpr Duration kReconnectTimeout{70'000};  // no hang-up for outages under 60 s, and time to mend the path
inline constexpr Duration kOverOnServerPatience{10'000};  // no media path and no call on the server
inline constexpr Duration kDeviceDecisionTimeout{60'000};  // to call without a microphone, or to get one
inline constexpr Duration kTakeoverTimeout{10'000};  // from "Continue here" to media, before the old page goes on
inline constexpr Duration kYieldTimeout{11'000};  // the old page's wait for the new one: longer than the new one's own
inline constexpr Duration kDialTimeout{30'000};  // the server's answer to initiate
inline constexpr Duration kAcceptTimeout{20'000};  // the server's answer to accept
inline constexpr Duration kIncomingTimeout{90'000};  // some servers never end a ringing call (contract 3.1)
inline constexpr Duration kRedialDelay{1'000};
inline constexpr Duration kRedialPatience{15'000};  // a server that restarts is back by then
inline constexpr Duration kDialPatience{3'000};  // then the server's word of a call of ours counts as the answer
inline constexpr int kMaxOffersWhileRinging = 32;  // reloads and repairs of an honest caller need a few
inline constexpr Duration kAcceptPatience{3'000};  // then the server is asked whether it heard our accept
inline constexpr Duration kAcceptCheckDelay{1'000};

}  // namespace ssc::call
