#include "sim/react_page.hpp"

#include <algorithm>
#include <utility>

#include "protocol/socket_io.hpp"

namespace ssc::sim {
namespace {

std::string text_of(const Json* object, std::string_view key) {
  ObjectReader reader(object);
  return reader.optional_text(key, 1'000'000);
}

const Json* member_of(const Json* object, std::string_view key) { return ObjectReader(object).find(key); }

}  // namespace

ReactPage::ReactPage(World& world, Server& server, MediaNet& media_net, const User& user)
    : world_(world), server_(server), media_net_(media_net), user_(user), random_(world.random().next()) {}

void ReactPage::connect() {
  server_.connected(*this);
  server_.received(*this, "40{\"token\":\"" + server_.fresh_token(user_.id) + "\"}");
}

void ReactPage::broken_by_server() {
  world_.after(random_.delay(1'000, 5'000), [this] { connect_when_possible(); });
}

void ReactPage::connect_when_possible() {
  if (closed_) return;
  if (server_.is_running()) {
    connect();
  } else {
    broken_by_server();
  }
}

void ReactPage::forget() {
  if (connection_ != 0) media_net_.close(std::exchange(connection_, 0));
  call_.clear();
  stored_offer_.clear();
  accepted_ = over_ = offering_ = false;
}

void ReactPage::close() {
  closed_ = true;
  if (connection_ != 0) media_net_.close(std::exchange(connection_, 0));
  server_.disconnected(*this);
}

void ReactPage::deliver(std::string frame) {
  if (!frame.starts_with("42")) return;
  last_in_ = std::max(last_in_, world_.now() + random_.delay(5, 60));
  world_.at(last_in_, [this, frame = std::move(frame)] {
    if (closed_) return;
    const auto packet = socket_io::decode(std::string_view(frame).substr(1));
    if (!packet) return;
    const JsonDocument payload = parse_json(packet->payload, 1'000'000);
    handle(packet->event, payload.get());
  });
}

void ReactPage::handle(const std::string& event, const Json* payload) {
  const bool is_this_call = text_of(payload, "callId") == call_;
  if (event == "incomingCall" || event == "callInitiated") {
    call_ = text_of(payload, "callId");
    peer_ = text_of(member_of(payload, event == "incomingCall" ? "caller" : "callee"), "_id");
    if (event == "callInitiated") {
      open_connection();
      offering_ = true;
      send_description("offer", sdp_ = media_net_.make_offer(connection_));
      send_candidates();
    }
    // A window that stands dead after a call only changes the name in it (5.5).
    if (event == "callInitiated" || !over_) over_ = accepted_ = false;
    stored_offer_.clear();
  } else if (event == "callAccepted") {
    accepted_ = true;
  } else if (event == "callEnded" || event == "callDeclined") {
    over_ = true;
    if (connection_ != 0) media_net_.close(std::exchange(connection_, 0));
  } else if (event == "webrtc-offer" && is_this_call) {  // only stored; a second one is never looked at (5.4)
    ++offers_seen_;
    stored_offer_ = text_of(member_of(payload, "offer"), "sdp");
    stored_from_ = text_of(payload, "fromUserId");
  } else if (event == "webrtc-answer" && is_this_call) {
    if (connection_ == 0 || !offering_) return;
    offering_ = false;
    media_net_.accept_answer(connection_, text_of(member_of(payload, "answer"), "sdp"));
  } else if (event == "webrtc-ice-candidate" && is_this_call) {
    const std::string candidate = text_of(member_of(payload, "candidate"), "candidate");
    const bool used = connection_ != 0 && media_net_.add_candidate(connection_, candidate);
    candidates_lost_ += static_cast<int>(!used);
  }
}

void ReactPage::dial(const ChatId& chat) {
  static_cast<void>(server_.handle(server_.fresh_token(user_.id), api::InitiateCall{chat}));
}

void ReactPage::accept() {
  accepted_ = true;
  static_cast<void>(server_.handle(server_.fresh_token(user_.id), api::AcceptCall{CallId(call_)}));
  open_connection();
  if (stored_offer_.empty()) {
    offering_ = true;
    send_description("offer", sdp_ = media_net_.make_offer(connection_));
  } else {
    peer_ = stored_from_;
    send_description("answer", sdp_ = media_net_.accept_offer(connection_, stored_offer_));
  }
  send_candidates();
}

void ReactPage::decline() {
  static_cast<void>(server_.handle(server_.fresh_token(user_.id), api::DeclineCall{CallId(call_)}));
}

void ReactPage::hang_up() {
  if (connection_ != 0) media_net_.close(std::exchange(connection_, 0));
  over_ = true;
  static_cast<void>(server_.handle(server_.fresh_token(user_.id), api::EndCall{CallId(call_)}));
}

void ReactPage::switch_profile() {
  open_connection();
  offering_ = true;
  send_description("offer", sdp_ = media_net_.make_offer(connection_));
  send_candidates();
}

void ReactPage::open_another_chat() {
  server_.disconnected(*this);
  connect();
}

void ReactPage::open_connection() {
  if (connection_ != 0) media_net_.close(connection_);
  connection_ = media_net_.open(network_, [](call::PeerConnectionState) {}, [] { return true; });
}

void ReactPage::send(const std::string& event, const std::string& member, const std::string& value) {
  const std::string payload =
      JsonObject().text("callId", call_).member(member, value).text("targetUserId", peer_).finish();
  server_.received(*this, "4" + socket_io::encode_event(event, payload, std::nullopt));
}

void ReactPage::send_description(const std::string& type, const std::string& sdp) {
  send("webrtc-" + type, type, JsonObject().text("type", type).text("sdp", sdp).finish());
}

void ReactPage::send_candidates() {
  for (int i = 1; i <= 2; ++i) {
    const std::string value = JsonObject()
                                  .text("candidate", MediaNet::candidate_of(sdp_, i))
                                  .text("sdpMid", "0")
                                  .whole("sdpMLineIndex", 0)
                                  .finish();
    send("webrtc-ice-candidate", "candidate", value);
  }
}

}  // namespace ssc::sim
