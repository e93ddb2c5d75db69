#include <string>

#include <gtest/gtest.h>

#include "protocol/signalling.hpp"
#include "unit/testing/corpus.hpp"

namespace ssc::signalling {
namespace {

#define ANNA R"({"_id":"u1","username":"anna","displayName":"Anna K","premium":false})"
#define BORIS R"({"_id":"u2","username":"boris","premium":true})"
const User kAnna{UserId("u1"), "anna", "Anna K", "", false};
const User kBoris{UserId("u2"), "boris", "", "", true};

/// The event as T; a failed test and an empty T for anything else.
template <class T>
T message_of(std::string_view event, std::string_view payload) {
  const auto message = decode(event, payload);
  const T* found = message ? std::get_if<T>(&*message) : nullptr;
  if (found == nullptr) ADD_FAILURE() << event;
  return found == nullptr ? T{} : *found;
}

void expect_nothing(std::string_view event, std::initializer_list<const char*> payloads) {
  for (const char* payload : payloads) EXPECT_EQ(decode(event, payload), std::nullopt) << event << ' ' << payload;
}

TEST(SignallingDecode, ReadsAnIncomingCallWithoutCallee) {
  const auto message = message_of<IncomingCall>(
      "incomingCall", R"({"callId":"k1","caller":)" ANNA
                      R"(,"type":"video","chat":{"_id":"c1","participants":["u1","u2"],"type":"private"}})");
  EXPECT_EQ(message.call,
            (CallRecord{.id = CallId("k1"), .chat = ChatId("c1"), .caller = kAnna, .kind = CallKind::kVideo}));
  expect_nothing("incomingCall", {R"({"callId":"k1","chat":"c1"})", R"({"callId":"k1","caller":"u1"})",
                                  R"({"caller":{"_id":"u1","username":"a"}})", "null", "", "[]"});
}

TEST(SignallingDecode, ReadsTheCallersOwnNotice) {
  const auto message =
      message_of<CallInitiated>("callInitiated", R"({"callId":"k1","caller":)" ANNA R"(,"callee":)" BORIS
                                                 R"(,"type":"audio","chat":{"_id":"c1"}})");
  EXPECT_EQ(message.call.callee, kBoris);
  EXPECT_EQ(message.call.status, CallStatus::kPending);
}

TEST(SignallingDecode, ReadsAcceptanceAndRefusal) {
  EXPECT_EQ(message_of<CallAccepted>("callAccepted", R"({"callId":"k1","acceptedBy":)" BORIS "}"),
            (CallAccepted{CallId("k1"), UserId("u2"), {}}));
  EXPECT_EQ(message_of<CallAccepted>("callAccepted",
                                     R"({"callId":"k1","acceptedBy":)" BORIS R"(,"startedAt":"1970-01-01T00:00:01Z"})"),
            (CallAccepted{CallId("k1"), UserId("u2"), WallTime{1'000}}));
  EXPECT_EQ(message_of<CallDeclined>("callDeclined", R"({"callId":"k1","declinedBy":)" BORIS "}"),
            (CallDeclined{CallId("k1"), UserId("u2")}));
  expect_nothing("callAccepted", {"{}", R"({"acceptedBy":"u2"})", R"({"callId":"k1","acceptedBy":7})",
                                  R"({"callId":"k1","acceptedBy":"u2","startedAt":7})"});
}

TEST(SignallingDecode, ReadsBothFormsOfTheEnd) {
  EXPECT_EQ(message_of<CallEnded>("callEnded", R"({"callId":"k1","endedBy":)" ANNA R"(,"duration":61})"),
            (CallEnded{CallId("k1"), UserId("u1"), 61, ServerEndReason::kUnknown}));
  EXPECT_EQ(message_of<CallEnded>("callEnded", R"({"callId":"k1","endedBy":null,"duration":0,"reason":"missed"})"),
            (CallEnded{CallId("k1"), UserId(), 0, ServerEndReason::kMissed}));
  EXPECT_EQ(message_of<SomeoneDisconnected>("callEnded", R"({"reason":"user_disconnected","username":"anna"})"),
            SomeoneDisconnected{"anna"});
  expect_nothing("callEnded", {"{}", R"({"username":""})", R"({"callId":7})", R"({"callId":"k1","duration":-1})"});
}

TEST(SignallingDecode, ReadsTheDescriptionOfAReactPeer) {
  const auto message = message_of<RemoteDescription>(
      "webrtc-offer",
      R"({"callId":"k1","offer":{"type":"offer","sdp":"v=0\r\n"},"fromUserId":"u1","fromUsername":"anna"})");
  EXPECT_EQ(message, (RemoteDescription{CallId("k1"), UserId("u1"), {SdpType::kOffer, "v=0\r\n", {}}}));
  EXPECT_EQ(message.description.peer.version, 0);
}

TEST(SignallingDecode, ReadsTheDescriptionOfOneOfOurs) {
  const auto message =
      message_of<RemoteDescription>("webrtc-answer", R"({"callId":"k1","answer":{"type":"answer","sdp":"v=0",
      "ssc":{"v":1,"device":"d7","mic":false,"camera":true,"later":[]}},"fromUserId":"u2","fromUsername":"boris"})");
  EXPECT_EQ(message.description, (Description{SdpType::kAnswer, "v=0", {1, "d7", false, true}}));
}

TEST(SignallingDecode, ReadsWhatOurDescriptionsSayBesides) {
  const auto message =
      message_of<RemoteDescription>("webrtc-offer", R"({"callId":"k1","offer":{"type":"offer","sdp":"v=0",
      "ssc":{"v":1,"device":"d7","mic":true,"camera":false,"seq":3,"for":"d8","warm":true,"accepted":true,
      "takes_over":true,"answers":2}},"fromUserId":"u2","fromUsername":"boris"})");
  EXPECT_EQ(message.description.peer, (PeerInfo{1, "d7", true, false, 3, "d8", true, true, true, 2}));
  for (const char* broken : {R"("seq":"1")", R"("seq":-1)", R"("seq":1000001)", R"("for":7)", R"("warm":1)",
                             R"("accepted":"yes")", R"("takes_over":{})", R"("answers":-1)"}) {
    expect_nothing("webrtc-offer", {(R"({"callId":"k1","fromUserId":"u1","offer":{"type":"offer","sdp":"v=0","ssc":{)" +
                                     std::string(broken) + "}}}")
                                        .c_str()});
  }
}

TEST(SignallingDecode, RefusesDescriptionsThatCannotBeSet) {
  expect_nothing("webrtc-offer",
                 {R"({"callId":"k1","fromUserId":"u1"})", R"({"callId":"k1","fromUserId":"u1","offer":null})",
                  R"({"callId":"k1","fromUserId":"u1","offer":"v=0"})",
                  R"({"callId":"k1","fromUserId":"u1","offer":{"type":"offer"}})",
                  R"({"callId":"k1","fromUserId":"u1","offer":{"type":"offer","sdp":""}})",
                  R"({"callId":"k1","fromUserId":"u1","offer":{"type":"answer","sdp":"v=0"}})",
                  R"({"callId":"k1","fromUserId":"u1","offer":{"type":"rollback","sdp":"v=0"}})",
                  R"({"callId":"k1","fromUserId":"u1","answer":{"type":"offer","sdp":"v=0"}})",
                  R"({"callId":"k1","offer":{"type":"offer","sdp":"v=0"}})",
                  R"({"fromUserId":"u1","offer":{"type":"offer","sdp":"v=0"}})",
                  R"({"callId":"k1","fromUserId":"u1","offer":{"type":"offer","sdp":"v=0","ssc":1}})",
                  R"({"callId":"k1","fromUserId":"u1","offer":{"type":"offer","sdp":"v=0","ssc":{"v":"1"}}})",
                  R"({"callId":"k1","fromUserId":"u1","offer":{"type":"offer","sdp":"v=0","ssc":{"v":-1}}})"});
  const std::string endless(256'001, 'x');
  EXPECT_EQ(
      decode("webrtc-offer", R"({"callId":"k1","fromUserId":"u1","offer":{"type":"offer","sdp":")" + endless + "\"}}"),
      std::nullopt);
}

std::string candidate_payload(const std::string& candidate) {
  return R"({"callId":"k1","candidate":)" + candidate + R"(,"fromUserId":"u2","fromUsername":"boris"})";
}

TEST(SignallingDecode, ReadsCandidatesWithEitherNameOfTheirLine) {
  const auto read = [](const std::string& candidate) {
    return message_of<RemoteCandidate>("webrtc-ice-candidate", candidate_payload(candidate)).candidate;
  };
  EXPECT_EQ(read(R"({"candidate":"candidate:1","sdpMid":"0","sdpMLineIndex":0,"usernameFragment":"ab"})"),
            (Candidate{"candidate:1", "0", 0, "ab"}));
  EXPECT_EQ(read(R"({"candidate":"candidate:1","sdpMid":null,"sdpMLineIndex":1,"usernameFragment":null})"),
            (Candidate{"candidate:1", "", 1, ""}));
  EXPECT_EQ(read(R"({"candidate":"candidate:1","sdpMid":"video"})"), (Candidate{"candidate:1", "video", -1, ""}));
  EXPECT_EQ(read(R"({"candidate":""})"), Candidate{});
}

TEST(SignallingDecode, RefusesCandidatesThatWouldThrow) {
  for (const char* candidate :
       {"null", "{}", "\"candidate:1\"", R"({"candidate":null,"sdpMid":"0"})", R"({"sdpMid":"0"})",
        R"({"candidate":"candidate:1"})", R"({"candidate":"candidate:1","sdpMLineIndex":65536})",
        R"({"candidate":"candidate:1","sdpMLineIndex":-1})", R"({"candidate":1,"sdpMid":"0"})"}) {
    EXPECT_EQ(decode("webrtc-ice-candidate", candidate_payload(candidate)), std::nullopt) << candidate;
  }
}

TEST(SignallingDecode, ReadsTheMarkOfANumberedCandidate) {
  const auto message = message_of<RemoteCandidate>(
      "webrtc-ice-candidate",
      candidate_payload(
          R"({"candidate":"candidate:1","sdpMid":"0","ssc":{"device":"d7","seq":4,"for":"d8","later":1}})"));
  EXPECT_EQ(message.candidate.candidate, "candidate:1");
  EXPECT_EQ(message.mark, (SignalMark{4, "d7", "d8"}));
  EXPECT_EQ(message_of<RemoteCandidate>("webrtc-ice-candidate", candidate_payload(R"({"candidate":"","ssc":{}})")).mark,
            SignalMark{});
}

TEST(SignallingDecode, ReadsNotesCarriedByACandidateWithoutText) {
  const auto read = [](const std::string& extra) {
    return message_of<RemoteNote>("webrtc-ice-candidate",
                                  candidate_payload(R"({"candidate":"","sdpMid":"0","ssc":)" + extra + "}"));
  };
  EXPECT_EQ(read(R"({"note":"ack","ack":7,"device":"d7"})"),
            (RemoteNote{CallId("k1"), UserId("u2"), {NoteKind::kAck, 7, {0, "d7", ""}}}));
  EXPECT_EQ(read(R"({"note":"restart","device":"d7","seq":2,"for":"d8"})").note,
            (Note{NoteKind::kRestart, 0, {2, "d7", "d8"}}));
  EXPECT_EQ(read(R"({"note":"sing","seq":2})").note.kind, NoteKind::kUnknown);
}

TEST(SignallingDecode, RefusesDamagedMarksAndNotesWhole) {
  for (const char* extra : {"7", "[]", R"({"seq":"1"})", R"({"seq":1000001})", R"({"device":7})", R"({"for":[]})",
                            R"({"note":""})", R"({"note":7})", R"({"note":"ack","ack":-1})",
                            R"({"note":"ack","ack":1000001})", R"({"note":"ack","ack":"1"})"}) {
    EXPECT_EQ(decode("webrtc-ice-candidate",
                     candidate_payload(R"({"candidate":"","sdpMid":"0","ssc":)" + std::string(extra) + "}")),
              std::nullopt)
        << extra;
  }
}

TEST(SignallingDecode, ReadsThePeersDevices) {
  EXPECT_EQ(message_of<RemoteMicrophone>("call-audio-toggle",
                                         R"({"callId":"k1","isAudioEnabled":false,"userId":"u2","username":"b"})"),
            (RemoteMicrophone{CallId("k1"), UserId("u2"), false}));
  EXPECT_EQ(message_of<RemoteCamera>("call-video-toggle",
                                     R"({"callId":"k1","isVideoEnabled":true,"userId":"u2","username":"b"})"),
            (RemoteCamera{CallId("k1"), UserId("u2"), true}));
  expect_nothing("call-audio-toggle",
                 {R"({"callId":"k1","userId":"u2"})", R"({"callId":"k1","isAudioEnabled":1,"userId":"u2"})"});
}

TEST(SignallingDecode, ReadsMessagesOnBothWays) {
  const char* payload =
      R"({"chatId":"c1","message":{"_id":"m1","content":"hi","sender":"u1","createdAt":"1970-01-01T00:00:01Z"}})";
  EXPECT_EQ(message_of<MessageArrived>("newMessage", payload).message.content, "hi");
  EXPECT_EQ(message_of<MessageArrived>("messageSent", payload).chat, ChatId("c1"));
  expect_nothing("newMessage", {R"({"chatId":"c1"})", R"({"chatId":"c1","message":{}})"});
}

TEST(SignallingDecode, ReadsChatsAndTheirMarks) {
  EXPECT_EQ(message_of<ChatAppeared>("newChat", R"({"_id":"c1","participants":["u1"]})").chat.id, ChatId("c1"));
  EXPECT_EQ(message_of<ChatAppeared>("chatCreated", R"({"_id":"c2","participants":[]})").chat.id, ChatId("c2"));
  EXPECT_EQ(message_of<MessagesRead>("messagesRead", R"({"chatId":"c1","readBy":"u2","readByUsername":"b"})"),
            (MessagesRead{ChatId("c1"), UserId("u2")}));
  EXPECT_EQ(
      message_of<UnreadChanged>("unreadCountUpdated", R"({"chatId":"c1","unreadCount":4,"totalUnreadDecrement":2})"),
      (UnreadChanged{ChatId("c1"), 4}));
  EXPECT_EQ(message_of<MessageDeleted>("messageDeleted", R"({"chatId":"c1","messageId":"m1","deletedBy":"u2"})"),
            (MessageDeleted{ChatId("c1"), MessageId("m1")}));
  EXPECT_EQ(message_of<Typing>("userTyping", R"({"chatId":"c1","userId":"u2","username":"b","isTyping":true})"),
            (Typing{ChatId("c1"), UserId("u2"), true}));
  expect_nothing("unreadCountUpdated", {R"({"chatId":"c1"})", R"({"chatId":"c1","unreadCount":null})"});
  expect_nothing("userTyping", {R"({"chatId":"c1","userId":"u2"})"});
}

TEST(SignallingDecode, ReadsPresence) {
  EXPECT_EQ(
      message_of<PresenceChanged>("userOnline", R"({"userId":"u2","username":"b","timestamp":"1970-01-01T00:00:01Z"})"),
      (PresenceChanged{UserId("u2"), {true, WallTime{1'000}}}));
  EXPECT_EQ(
      message_of<PresenceChanged>("userOffline", R"({"userId":"u2","username":"b","lastSeen":"1970-01-01T00:00:02Z"})"),
      (PresenceChanged{UserId("u2"), {false, WallTime{2'000}}}));
  EXPECT_EQ(message_of<PresenceSync>("onlineUsersSync",
                                     R"({"users":{"u1":{"username":"a","isOnline":true,"lastSeen":null}}})"),
            (PresenceSync{{{UserId("u1"), {true, {}}}}}));
  expect_nothing("onlineUsersSync", {"{}", R"({"users":[]})", R"({"users":{"u1":7}})"});
}

TEST(SignallingDecode, IgnoresEventsOfTheRestOfTheSite) {
  for (const char* event : {"", "newPost", "likeUpdate", "chatUpdated", "call-video-upgrade", "webrtc-change-server",
                            "IncomingCall", "incomingCall2"}) {
    EXPECT_EQ(decode(event, "{}"), std::nullopt) << event;
  }
}

TEST(SignallingDecode, UnderstandsEverySampleOfTheCorpus) {
  for (const auto& sample : testing::corpus("signalling_event")) {
    const std::size_t end = sample.text.find('\n');
    EXPECT_TRUE(decode(sample.text.substr(0, end), sample.text.substr(end + 1))) << sample.name;
  }
}

}  // namespace
}  // namespace ssc::signalling
