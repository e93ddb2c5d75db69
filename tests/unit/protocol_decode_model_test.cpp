#include <string>

#include <gtest/gtest.h>

#include "protocol/decode_model.hpp"
#include "unit/testing/json_of.hpp"

namespace ssc {
namespace {

using testing::decoded;

const User kAnna{UserId("u1"), "anna", "Anna K", "", false};
const User kBoris{UserId("u2"), "boris", "", "", true};
#define ANNA R"({"_id":"u1","username":"anna","displayName":"Anna K","premium":false})"
#define BORIS R"({"_id":"u2","username":"boris","premium":true})"

TEST(DecodeMessage, ReadsATextWithAndWithoutAType) {
  const Message expected{
      .id = MessageId("m1"), .content = "hi", .sender = kAnna, .created_at = WallTime{5}, .read_by_other = true};
  EXPECT_EQ(decoded(decode_message, R"({"_id":"m1","content":"hi","sender":)" ANNA
                                    R"(,"createdAt":"1970-01-01T00:00:00.005Z","edited":false,"isRead":true})"),
            expected);
  EXPECT_EQ(decoded(decode_message, R"({"_id":"m1","type":"text","content":"hi","sender":)" ANNA
                                    R"(,"createdAt":"1970-01-01T00:00:00.005Z","isRead":true})"),
            expected);
}

TEST(DecodeMessage, TakesReadByOthersThanTheSenderForRead) {
  const auto read = [](const char* read_by) {
    const std::string text = std::string(R"({"_id":"m1","content":"hi","sender":)" ANNA
                                         R"(,"createdAt":"1970-01-01T00:00:00.005Z","readBy":)") +
                             read_by + "}";
    return decoded(decode_message, text)->read_by_other;
  };
  EXPECT_FALSE(read(R"([])"));
  EXPECT_FALSE(read(R"([{"user":"u1","readAt":"x"}])"));
  EXPECT_TRUE(read(R"([{"user":"u1"},{"user":"u2"}])"));
  EXPECT_FALSE(read(R"([null,7,{"user":{}}])"));
}

TEST(DecodeMessage, LivesOnWhenItsSenderWasDeleted) {
  const auto message =
      decoded(decode_message, R"({"_id":"m1","content":"hi","sender":null,"createdAt":"1970-01-01T00:00:01Z"})");
  ASSERT_TRUE(message);
  EXPECT_TRUE(message->sender.id.empty());
}

TEST(DecodeMessage, ReadsACallEntry) {
  const auto message =
      decoded(decode_message,
              R"({"_id":"m1","type":"call","content":"Звонок","sender":)" ANNA
              R"(,"createdAt":"1970-01-01T00:00:09Z","callData":{"callId":"k1","callType":"video","status":"ended",
         "reason":"hangup","duration":65,"callerId":"u1","calleeId":"u2","startedAt":"1970-01-01T00:00:01Z",
         "endedAt":"1970-01-01T00:00:02Z"}})");
  ASSERT_TRUE(message);
  EXPECT_EQ(message->kind, MessageKind::kCall);
  CallRecord expected;
  expected.id = CallId("k1");
  expected.caller.id = UserId("u1");
  expected.callee.id = UserId("u2");
  expected.kind = CallKind::kVideo;
  expected.status = CallStatus::kEnded;
  expected.started_at = WallTime{1'000};
  expected.ended_at = WallTime{2'000};
  expected.duration_s = 65;
  expected.reason = ServerEndReason::kHangup;
  EXPECT_EQ(message->call, expected);
}

TEST(DecodeMessage, ReadsACancelledCallEntryByItsReason) {
  const auto message = decoded(decode_message, R"({"_id":"m1","type":"call","content":"","sender":"u1",
      "createdAt":"1970-01-01T00:00:09Z","callData":{"callId":"k1","callType":"audio","status":"cancelled",
      "reason":"cancelled","duration":0,"callerId":"u1","calleeId":"u2","endedAt":"1970-01-01T00:00:02Z"}})");
  ASSERT_TRUE(message && message->call);
  EXPECT_EQ(message->call->status, CallStatus::kEnded);
  EXPECT_EQ(message->call->reason, ServerEndReason::kCancelled);
}

TEST(DecodeMessage, ShowsACallWithoutDataAndUnknownTypesByTheirText) {
  for (const char* type : {"call", "sticker"}) {
    const auto message = decoded(decode_message, std::string(R"({"_id":"m1","content":"Звонок","sender":"u1",
        "createdAt":"1970-01-01T00:00:09Z","type":")") +
                                                     type + "\"}");
    ASSERT_TRUE(message) << type;
    EXPECT_EQ(message->kind, MessageKind::kText);
    EXPECT_EQ(message->content, "Звонок");
  }
}

TEST(DecodeMessage, IsNothingWhenAnyPartIsBroken) {
  for (
      const char* text :
      {R"({"content":"hi","sender":"u1","createdAt":"1970-01-01T00:00:09Z"})",
       R"({"_id":"m1","content":"hi","sender":"u1"})",
       R"({"_id":"m1","content":7,"sender":"u1","createdAt":"1970-01-01T00:00:09Z"})",
       R"({"_id":"m1","content":"hi","sender":{},"createdAt":"1970-01-01T00:00:09Z"})",
       R"({"_id":"m1","content":"hi","sender":"u1","createdAt":"soon"})",
       R"({"_id":"m1","content":"hi","sender":"u1","createdAt":"1970-01-01T00:00:09Z","isRead":"no"})",
       R"({"_id":"m1","content":"hi","sender":"u1","createdAt":"1970-01-01T00:00:09Z","readBy":{}})",
       R"({"_id":"m1","type":"call","sender":"u1","createdAt":"1970-01-01T00:00:09Z","callData":{}})",
       R"({"_id":"m1","type":"call","sender":"u1","createdAt":"1970-01-01T00:00:09Z","callData":{"callId":"k","status":"?"}})",
       R"({"_id":"m1","type":"call","sender":"u1","createdAt":"1970-01-01T00:00:09Z","callData":{"callId":"k","callType":"?"}})",
       R"({"_id":"m1","type":"call","sender":"u1","createdAt":"1970-01-01T00:00:09Z","callData":{"callId":"k","duration":-1}})"}) {
    EXPECT_EQ(decoded(decode_message, text), std::nullopt) << text;
  }
}

TEST(DecodeChat, ReadsASummary) {
  const auto chat = decoded(
      decode_chat,
      R"({"_id":"c1","type":"private","name":"boris","participants":[)" ANNA "," BORIS R"(],"otherParticipant":)" ANNA
      R"(,"lastMessage":{"_id":"m1","chat":"c1","sender":)" BORIS
      R"(,"content":"bye","readBy":[],"createdAt":"1970-01-01T00:00:02Z"},"lastActivity":"1970-01-01T00:00:03Z","unreadCount":3})");
  const Message last{.id = MessageId("m1"), .content = "bye", .sender = kBoris, .created_at = WallTime{2'000}};
  EXPECT_EQ(chat, (Chat{.id = ChatId("c1"),
                        .name = "boris",
                        .participants = {kAnna, kBoris},
                        .last_message = last,
                        .last_activity = WallTime{3'000},
                        .unread = 3}));
}

TEST(DecodeChat, AllowsNoLastMessageInEveryFormOfSayingSo) {
  for (const char* last : {"", R"(,"lastMessage":null)", R"(,"lastMessage":"m1")"}) {
    const auto chat = decoded(decode_chat, std::string(R"({"_id":"c1","type":"group","participants":[])") + last + "}");
    ASSERT_TRUE(chat) << last;
    EXPECT_FALSE(chat->last_message);
    EXPECT_TRUE(chat->is_group);
  }
}

TEST(DecodeChat, LeavesOutDeletedParticipantsAndRawCounters) {
  const auto chat =
      decoded(decode_chat, R"({"_id":"c1","participants":["u1",null],"unreadCount":[{"user":"u1","count":4}]})");
  ASSERT_TRUE(chat);
  ASSERT_EQ(chat->participants.size(), 1U);
  EXPECT_EQ(chat->unread, 0);
}

TEST(DecodeChat, IsNothingWhenAnyPartIsBroken) {
  for (const char* text :
       {"null", "{}", R"({"_id":7})", R"({"_id":"c1","participants":{}})", R"({"_id":"c1","participants":["u1",7]})",
        R"({"_id":"c1","lastMessage":{}})", R"({"_id":"c1","lastActivity":5})", R"({"_id":"c1","unreadCount":-1})",
        R"({"_id":"c1","unreadCount":"3"})", R"({"_id":"c1","name":[]})"}) {
    EXPECT_EQ(decoded(decode_chat, text), std::nullopt) << text;
  }
}

TEST(DecodeCall, ReadsADocumentWithARawChat) {
  const auto call = decoded(
      decode_call,
      R"({"_id":"k1","caller":)" ANNA R"(,"callee":)" BORIS
      R"(,"chat":{"_id":"c1","participants":["u1","u2"],"unreadCount":[]},"type":"video","status":"accepted","duration":0,
      "startedAt":"1970-01-01T00:00:02Z","createdAt":"1970-01-01T00:00:01Z"})");
  EXPECT_EQ(call, (CallRecord{.id = CallId("k1"),
                              .chat = ChatId("c1"),
                              .caller = kAnna,
                              .callee = kBoris,
                              .kind = CallKind::kVideo,
                              .status = CallStatus::kAccepted,
                              .created_at = WallTime{1'000},
                              .started_at = WallTime{2'000}}));
}

TEST(DecodeCall, ReadsADocumentWithABareChatAndAReason) {
  const auto call = decoded(decode_call, R"({"_id":"k1","caller":null,"callee":"u2","chat":"c1","type":"audio",
      "status":"ended","duration":61,"reason":"connection_lost","endedAt":"1970-01-01T00:01:02Z"})");
  ASSERT_TRUE(call);
  EXPECT_EQ(call->chat, ChatId("c1"));
  EXPECT_TRUE(call->caller.id.empty());
  EXPECT_EQ(call->callee.id, UserId("u2"));
  EXPECT_EQ(call->duration_s, 61);
  EXPECT_EQ(call->reason, ServerEndReason::kConnectionLost);
}

TEST(DecodeCall, TakesANullTypeForAudioAsOldServersStoreIt) {
  EXPECT_EQ(decoded(decode_call, R"({"_id":"k1","type":null})")->kind, CallKind::kAudio);
  EXPECT_EQ(decoded(decode_call, R"({"_id":"k1"})")->kind, CallKind::kAudio);
}

TEST(DecodeCall, KnowsEveryWordForStatusAndReason) {
  const auto with = [](const std::string& key, const std::string& word) {
    return decoded(decode_call, R"({"_id":"k1",")" + key + "\":\"" + word + "\"}");
  };
  EXPECT_EQ(with("status", "pending")->status, CallStatus::kPending);
  EXPECT_EQ(with("status", "accepted")->status, CallStatus::kAccepted);
  EXPECT_EQ(with("status", "declined")->status, CallStatus::kDeclined);
  EXPECT_EQ(with("status", "ended")->status, CallStatus::kEnded);
  EXPECT_EQ(with("status", "missed")->status, CallStatus::kMissed);
  EXPECT_EQ(with("status", "exploded"), std::nullopt);
  EXPECT_EQ(with("reason", "hangup")->reason, ServerEndReason::kHangup);
  EXPECT_EQ(with("reason", "cancelled")->reason, ServerEndReason::kCancelled);
  EXPECT_EQ(with("reason", "declined")->reason, ServerEndReason::kDeclined);
  EXPECT_EQ(with("reason", "missed")->reason, ServerEndReason::kMissed);
  EXPECT_EQ(with("reason", "connection_lost")->reason, ServerEndReason::kConnectionLost);
  EXPECT_EQ(with("reason", "user_disconnected")->reason, ServerEndReason::kConnectionLost);
  EXPECT_EQ(with("reason", "left")->reason, ServerEndReason::kLeft);
  EXPECT_EQ(with("reason", "cleanup")->reason, ServerEndReason::kCleanup);
  EXPECT_EQ(with("reason", "a future one")->reason, ServerEndReason::kUnknown);
}

TEST(DecodeCall, IsNothingWhenAnyPartIsBroken) {
  for (const char* text :
       {"null", "[]", "{}", R"({"_id":[]})", R"({"_id":"k1","chat":7})", R"({"_id":"k1","chat":{}})",
        R"({"_id":"k1","caller":7})", R"({"_id":"k1","callee":{}})", R"({"_id":"k1","type":"hologram"})",
        R"({"_id":"k1","type":1})", R"({"_id":"k1","duration":"1"})", R"({"_id":"k1","startedAt":1})",
        R"({"_id":"k1","createdAt":"never"})", R"({"_id":"k1","reason":5})"}) {
    EXPECT_EQ(decoded(decode_call, text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace ssc
