// Signalling messages to event names and JSON (contract 4.3).
#include <charconv>
#include <string_view>

#include "protocol/json_write.hpp"
#include "protocol/signalling.hpp"

namespace ssc::signalling {
namespace {

/// Members with their default are left out: the existing relay limits nothing, but other servers may.
void add_number_and_address(JsonObject& json, int seq, const std::string& for_device) {
  if (seq > 0) json.whole("seq", seq);
  if (!for_device.empty()) json.text("for", for_device);
}

std::string description_json(const Description& description) {
  const PeerInfo& peer = description.peer;
  JsonObject json;
  json.text("type", description.type == SdpType::kOffer ? "offer" : "answer").text("sdp", description.sdp);
  // The relay passes members inside the description through; React peers ignore ours (contract T15).
  JsonObject ours;
  ours.whole("v", peer.version).text("device", peer.device_id).flag("mic", peer.mic_on).flag("camera", peer.camera_on);
  add_number_and_address(ours, peer.seq, peer.for_device);
  if (peer.warm) ours.flag("warm", true);
  if (peer.accepted) ours.flag("accepted", true);
  if (peer.takes_over) ours.flag("takes_over", true);
  if (peer.answers > 0) ours.whole("answers", peer.answers);
  json.member("ssc", ours.finish());
  return json.finish();
}

/// The word for the wire; none for kinds that are never sent.
std::string_view word_of(NoteKind kind) {
  switch (kind) {
    case NoteKind::kAck:
      return "ack";
    case NoteKind::kBack:
      return "back";
    case NoteKind::kMoved:
      return "moved";
    case NoteKind::kRestart:
      return "restart";
    case NoteKind::kUnknown:
      return {};
  }
  return {};
}

JsonObject mark_json(const SignalMark& mark) {
  JsonObject json;
  json.text("device", mark.device_id);
  add_number_and_address(json, mark.seq, mark.for_device);
  return json;
}

/// A media line's index where its mid is a number, which is how browsers name them; else the first line.
int index_from_mid(std::string_view mid) {
  int index = 0;
  const auto [end, problem] = std::from_chars(mid.data(), mid.data() + mid.size(), index);
  const bool is_index = problem == std::errc{} && end == mid.data() + mid.size() && index >= 0;
  return is_index ? index : 0;
}

/// A React peer throws on a candidate that names no media line (contract T4), so both names always go out.
JsonObject candidate_json(const Candidate& candidate) {
  const int index = candidate.sdp_m_line_index >= 0 ? candidate.sdp_m_line_index : index_from_mid(candidate.sdp_mid);
  JsonObject json;
  json.text("candidate", candidate.candidate);
  json.text("sdpMid", candidate.sdp_mid.empty() ? std::to_string(index) : candidate.sdp_mid);
  json.whole("sdpMLineIndex", index);
  if (!candidate.username_fragment.empty()) json.text("usernameFragment", candidate.username_fragment);
  return json;
}

/// What every relayed message says: the call and whom to send it to.
JsonObject relayed(const CallId& call, const UserId& to) {
  JsonObject json;
  json.text("callId", call.text).text("targetUserId", to.text);
  return json;
}

struct Encoder {
  EncodedEvent operator()(const SendDescription& message) const {
    const bool is_offer = message.description.type == SdpType::kOffer;
    JsonObject json = relayed(message.call, message.to);
    json.member(is_offer ? "offer" : "answer", description_json(message.description));
    return {is_offer ? "webrtc-offer" : "webrtc-answer", json.finish()};
  }

  EncodedEvent operator()(const SendCandidate& message) const {
    JsonObject candidate = candidate_json(message.candidate);
    if (message.mark.seq > 0) candidate.member("ssc", mark_json(message.mark).finish());
    JsonObject json = relayed(message.call, message.to);
    json.member("candidate", candidate.finish());
    return {"webrtc-ice-candidate", json.finish()};
  }

  EncodedEvent operator()(const SendNote& message) const {
    JsonObject ours = mark_json(message.note.mark);
    ours.text("note", word_of(message.note.kind));
    if (message.note.ack > 0) ours.whole("ack", message.note.ack);
    JsonObject carrier = candidate_json(Candidate());
    carrier.member("ssc", ours.finish());
    JsonObject json = relayed(message.call, message.to);
    json.member("candidate", carrier.finish());
    return {"webrtc-ice-candidate", json.finish()};
  }

  EncodedEvent operator()(const SendMicrophone& message) const {
    return {"call-audio-toggle", relayed(message.call, message.to).flag("isAudioEnabled", message.on).finish()};
  }

  EncodedEvent operator()(const SendCamera& message) const {
    return {"call-video-toggle", relayed(message.call, message.to).flag("isVideoEnabled", message.on).finish()};
  }

  EncodedEvent operator()(const SendTyping& message) const {
    return {"typing", JsonObject().text("chatId", message.chat.text).flag("isTyping", message.typing).finish()};
  }

  // A payload although none is needed: the existing server stops on some events without one (contract 8.2, S1).
  EncodedEvent operator()(const SendActivity& message) const {
    return {"user-activity", JsonObject().text("callId", message.call.text).finish()};
  }
  EncodedEvent operator()(const SendLeaving&) const { return {"client-leaving", JsonObject().finish()}; }
};

}  // namespace

EncodedEvent encode(const ClientMessage& message) { return std::visit(Encoder{}, message); }

}  // namespace ssc::signalling
