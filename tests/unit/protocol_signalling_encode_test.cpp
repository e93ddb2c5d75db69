#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "protocol/signalling.hpp"

namespace ssc::signalling {
namespace {

const PeerInfo kPeer{1, "d7", true, false};

void expect_encoded(const ClientMessage& message, std::string_view event, std::string_view payload) {
  const EncodedEvent encoded = encode(message);
  EXPECT_EQ(encoded.event, event);
  EXPECT_EQ(encoded.payload, payload);
}

TEST(SignallingEncode, WritesDescriptionsWithOurMarkInside) {
  expect_encoded(SendDescription{CallId("k1"), UserId("u2"), {SdpType::kOffer, "v=0\r\n", kPeer}}, "webrtc-offer",
                 R"({"callId":"k1","targetUserId":"u2","offer":{"type":"offer","sdp":"v=0\r\n",)"
                 R"("ssc":{"v":1,"device":"d7","mic":true,"camera":false}}})");
  expect_encoded(SendDescription{CallId("k1"), UserId("u2"), {SdpType::kAnswer, "v=0", kPeer}}, "webrtc-answer",
                 R"({"callId":"k1","targetUserId":"u2","answer":{"type":"answer","sdp":"v=0",)"
                 R"("ssc":{"v":1,"device":"d7","mic":true,"camera":false}}})");
}

TEST(SignallingEncode, SaysInADescriptionOnlyWhatDiffersFromTheDefault) {
  expect_encoded(
      SendDescription{
          CallId("k1"), UserId("u2"), {SdpType::kAnswer, "v=0", {1, "d7", true, false, 3, "d8", true, true, true, 2}}},
      "webrtc-answer",
      R"({"callId":"k1","targetUserId":"u2","answer":{"type":"answer","sdp":"v=0",)"
      R"("ssc":{"v":1,"device":"d7","mic":true,"camera":false,"seq":3,"for":"d8","warm":true,"accepted":true,)"
      R"("takes_over":true,"answers":2}}})");
}

TEST(SignallingEncode, WritesNotesAsCandidatesThatAReactPeerIgnores) {
  expect_encoded(SendNote{CallId("k1"), UserId("u2"), {NoteKind::kAck, 7, {0, "d7", ""}}}, "webrtc-ice-candidate",
                 R"({"callId":"k1","targetUserId":"u2","candidate":{"candidate":"","sdpMid":"0","sdpMLineIndex":0,)"
                 R"("ssc":{"device":"d7","note":"ack","ack":7}}})");
  expect_encoded(SendNote{CallId("k1"), UserId("u2"), {NoteKind::kRestart, 0, {2, "d7", "d8"}}}, "webrtc-ice-candidate",
                 R"({"callId":"k1","targetUserId":"u2","candidate":{"candidate":"","sdpMid":"0","sdpMLineIndex":0,)"
                 R"("ssc":{"device":"d7","seq":2,"for":"d8","note":"restart"}}})");
}

nlohmann::json sent_candidate(Candidate candidate) {
  const EncodedEvent encoded = encode(SendCandidate{CallId("k1"), UserId("u2"), std::move(candidate)});
  EXPECT_EQ(encoded.event, "webrtc-ice-candidate");
  return nlohmann::json::parse(encoded.payload, nullptr, false)["candidate"];
}

TEST(SignallingEncode, WritesACandidateWhole) {
  expect_encoded(SendCandidate{CallId("k1"), UserId("u2"), {"candidate:1 1 udp", "0", 0, "abcd"}},
                 "webrtc-ice-candidate",
                 R"({"callId":"k1","targetUserId":"u2","candidate":{"candidate":"candidate:1 1 udp","sdpMid":"0",)"
                 R"("sdpMLineIndex":0,"usernameFragment":"abcd"}})");
}

TEST(SignallingEncode, NamesTheLineOfEveryCandidateInBothWays) {
  for (const Candidate& candidate :
       {Candidate{"c", "1", -1, ""}, Candidate{"c", "", 1, ""}, Candidate{"c", "1", 1, ""}}) {
    const nlohmann::json json = sent_candidate(candidate);
    EXPECT_EQ(json["sdpMid"], "1");
    EXPECT_EQ(json["sdpMLineIndex"], 1);
  }
  EXPECT_EQ(sent_candidate({"", "", -1, ""})["sdpMid"], "0");
  EXPECT_EQ(sent_candidate({"", "", -1, ""})["sdpMLineIndex"], 0);
  for (const char* mid : {"video", "-1", "1x", "99999999999"}) {
    EXPECT_EQ(sent_candidate({"c", mid, -1, ""})["sdpMid"], mid);
    EXPECT_EQ(sent_candidate({"c", mid, -1, ""})["sdpMLineIndex"], 0);
  }
}

TEST(SignallingEncode, WritesTheSmallMessages) {
  expect_encoded(SendMicrophone{CallId("k1"), UserId("u2"), false}, "call-audio-toggle",
                 R"({"callId":"k1","targetUserId":"u2","isAudioEnabled":false})");
  expect_encoded(SendCamera{CallId("k1"), UserId("u2"), true}, "call-video-toggle",
                 R"({"callId":"k1","targetUserId":"u2","isVideoEnabled":true})");
  expect_encoded(SendTyping{ChatId("c1"), true}, "typing", R"({"chatId":"c1","isTyping":true})");
  expect_encoded(SendActivity{}, "user-activity", R"({"callId":""})");
  expect_encoded(SendActivity{CallId("c1")}, "user-activity", R"({"callId":"c1"})");
  expect_encoded(SendLeaving{}, "client-leaving", "{}");
}

/// What the server makes of a relayed payload (contract 4.3): the value untouched, the sender put in.
std::string relayed(const std::string& payload, const char* key, const char* sender_key) {
  const nlohmann::json sent = nlohmann::json::parse(payload, nullptr, false);
  return nlohmann::json{{"callId", sent["callId"]}, {key, sent[key]}, {sender_key, "u1"}}.dump();
}

TEST(SignallingEncode, SendsDescriptionsThatTheOtherSideReadsWhole) {
  const Description description{
      SdpType::kOffer, "v=0\r\no=- \"\\/ é😀\x01\r\n", {1, "d\"7", false, true, 12, "d8", true, true, true, 7}};
  const EncodedEvent encoded = encode(SendDescription{CallId("k1"), UserId("u2"), description});
  EXPECT_EQ(decode(encoded.event, relayed(encoded.payload, "offer", "fromUserId")),
            ServerMessage(RemoteDescription{CallId("k1"), UserId("u1"), description}));
}

TEST(SignallingEncode, SendsCandidatesAndDevicesThatTheOtherSideReadsWhole) {
  const Candidate candidate{"candidate:1 1 udp 2122194687 192.0.2.2 51295 typ host", "0", 0, "abcd"};
  const EncodedEvent sent = encode(SendCandidate{CallId("k1"), UserId("u2"), candidate});
  EXPECT_EQ(decode(sent.event, relayed(sent.payload, "candidate", "fromUserId")),
            ServerMessage(RemoteCandidate{CallId("k1"), UserId("u1"), candidate}));
  const EncodedEvent marked = encode(SendCandidate{CallId("k1"), UserId("u2"), candidate, {4, "d\"7", "d8"}});
  EXPECT_EQ(decode(marked.event, relayed(marked.payload, "candidate", "fromUserId")),
            ServerMessage(RemoteCandidate{CallId("k1"), UserId("u1"), candidate, {4, "d\"7", "d8"}}));
  for (const Note& note : {Note{NoteKind::kAck, 9, {0, "d7", ""}}, Note{NoteKind::kRestart, 0, {5, "d7", "d8"}}}) {
    const EncodedEvent noted = encode(SendNote{CallId("k1"), UserId("u2"), note});
    EXPECT_EQ(decode(noted.event, relayed(noted.payload, "candidate", "fromUserId")),
              ServerMessage(RemoteNote{CallId("k1"), UserId("u1"), note}));
  }
  const EncodedEvent muted = encode(SendMicrophone{CallId("k1"), UserId("u2"), false});
  EXPECT_EQ(decode(muted.event, relayed(muted.payload, "isAudioEnabled", "userId")),
            ServerMessage(RemoteMicrophone{CallId("k1"), UserId("u1"), false}));
  const EncodedEvent filming = encode(SendCamera{CallId("k1"), UserId("u2"), true});
  EXPECT_EQ(decode(filming.event, relayed(filming.payload, "isVideoEnabled", "userId")),
            ServerMessage(RemoteCamera{CallId("k1"), UserId("u1"), true}));
}

}  // namespace
}  // namespace ssc::signalling
