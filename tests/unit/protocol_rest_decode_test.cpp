#include <string>

#include <gtest/gtest.h>

#include "protocol/api.hpp"

namespace ssc::api {
namespace {

#define ANNA R"({"_id":"u1","username":"anna","displayName":"Anna K","premium":false})"
#define BORIS R"({"_id":"u2","username":"boris","premium":true})"
const User kAnna{UserId("u1"), "anna", "Anna K", "", false};
const User kBoris{UserId("u2"), "boris", "", "", true};

/// The reply as T; a failed test and an empty T for anything else.
template <class T>
T reply_of(const Request& request, int status, std::string body) {
  const Result<Reply> reply = decode(request, {status, std::move(body)});
  const T* found = reply ? std::get_if<T>(&*reply) : nullptr;
  if (found == nullptr) ADD_FAILURE() << "no such reply";
  return found == nullptr ? T{} : *found;
}

bool is_malformed(const Request& request, std::string body) {
  const Result<Reply> reply = decode(request, {200, std::move(body)});
  return !reply && reply.error().kind == ErrorKind::kMalformed;
}

TEST(RestDecode, ReadsTheServersConfiguration) {
  EXPECT_EQ(reply_of<ServerConfig>(FetchConfig{}, 200, R"({"demo":true,"demoUsers":["alice","bob"]})"),
            (ServerConfig{true, {"alice", "bob"}}));
  EXPECT_EQ(reply_of<ServerConfig>(FetchConfig{}, 200, R"({"demo":false})"), (ServerConfig{false, {}}));
  EXPECT_TRUE(is_malformed(FetchConfig{}, R"({"demo":true,"demoUsers":[1]})"));
}

TEST(RestDecode, ReadsSignInAndRegistrationAlike) {
  const char* body = R"({"message":"Вход выполнен успешно","accessToken":"a.t","refreshToken":"r.t",
      "user":{"id":"u1","username":"anna","email":"anna@ex.org","displayName":"Anna K","emailVerified":true}})";
  const Session expected{{"a.t", "r.t"}, {kAnna, "anna@ex.org"}};
  EXPECT_EQ(reply_of<Session>(SignIn{"anna", "p"}, 200, body), expected);
  EXPECT_EQ(reply_of<Session>(Register{"anna", "anna@ex.org", "p"}, 201, body), expected);
}

TEST(RestDecode, TakesASessionWholeOrNotAtAll) {
  for (const char* body :
       {R"({"accessToken":"a","refreshToken":"r"})", R"({"accessToken":"a","user":{"id":"u1","username":"anna"}})",
        R"({"accessToken":"","refreshToken":"r","user":{"id":"u1","username":"anna"}})",
        R"({"accessToken":"a","refreshToken":5,"user":{"id":"u1","username":"anna"}})",
        R"({"accessToken":"a","refreshToken":"r","user":{"username":"anna"}})"}) {
    EXPECT_TRUE(is_malformed(SignIn{"anna", "p"}, body)) << body;
  }
}

TEST(RestDecode, ReadsNewTokens) {
  EXPECT_EQ(
      reply_of<NewTokens>(RefreshTokens{"r"}, 200, R"({"accessToken":"a2","refreshToken":"r2","user":{"id":"u1"}})"),
      (NewTokens{{"a2", "r2"}}));
}

TEST(RestDecode, ReadsOnesOwnProfile) {
  EXPECT_EQ(reply_of<Me>(FetchMe{}, 200, R"({"user":{"_id":"u1","username":"anna","displayName":"Anna K",
      "email":"anna@ex.org","followers":[]},"authenticated":true,"tokenValid":true})"),
            (Me{{kAnna, "anna@ex.org"}}));
}

TEST(RestDecode, ReadsFoundPeople) {
  EXPECT_EQ(reply_of<Users>(SearchUsers{"b"}, 200, "[" ANNA "," BORIS "]"), (Users{{kAnna, kBoris}}));
  EXPECT_TRUE(is_malformed(SearchUsers{"b"}, "[" ANNA ",null]"));
}

TEST(RestDecode, ReadsPresence) {
  EXPECT_EQ(reply_of<PresenceList>(FetchOnlineStatus{{UserId("u1")}}, 200,
                                   R"({"u1":{"username":"anna","isOnline":true,"lastSeen":"1970-01-01T00:00:01Z"}})"),
            (PresenceList{{{UserId("u1"), Presence{true, WallTime{1'000}}}}}));
  EXPECT_EQ(reply_of<PresenceList>(FetchOnlineStatus{}, 200, "{}"), PresenceList{});
}

TEST(RestDecode, ReadsChatsNewAndOld) {
  const Chat expected{.id = ChatId("c1"), .name = "boris", .participants = {kAnna, kBoris}};
  const std::string chat = R"({"_id":"c1","type":"private","name":"boris","participants":[)" ANNA "," BORIS "]}";
  EXPECT_EQ(reply_of<ChatList>(ListChats{}, 200, "[" + chat + "]"), ChatList{{expected}});
  EXPECT_EQ(reply_of<ChatList>(ListChats{}, 200, "[]"), ChatList{});
  EXPECT_EQ(reply_of<OneChat>(OpenChatWith{UserId("u2")}, 201, chat), OneChat{expected});
  EXPECT_EQ(reply_of<OneChat>(OpenChatWith{UserId("u2")}, 200, chat), OneChat{expected});
}

TEST(RestDecode, ReadsAPageOfMessages) {
  const char* message =
      R"({"_id":"m1","content":"hi","sender":)" ANNA R"(,"createdAt":"1970-01-01T00:00:01Z","isRead":true})";
  const MessagePage page = reply_of<MessagePage>(
      ListMessages{ChatId("c1"), 2, 20}, 200,
      std::string(R"({"messages":[)") + message + R"(],"pagination":{"page":2,"limit":20,"total":50,"hasMore":true}})");
  ASSERT_EQ(page.messages.size(), 1U);
  EXPECT_EQ(page.messages[0].content, "hi");
  EXPECT_EQ(page.page, 2);
  EXPECT_TRUE(page.has_more);
  EXPECT_TRUE(is_malformed(ListMessages{}, R"({"messages":[]})"));
  EXPECT_TRUE(is_malformed(ListMessages{}, R"({"messages":[],"pagination":{"page":1}})"));
  EXPECT_TRUE(is_malformed(ListMessages{}, R"({"pagination":{"page":1,"hasMore":false}})"));
}

TEST(RestDecode, ReadsTheSentMessage) {
  const OneMessage reply = reply_of<OneMessage>(SendMessage{ChatId("c1"), "hi", 7}, 201,
                                                R"({"_id":"m1","content":"hi","sender":)" ANNA
                                                R"(,"createdAt":"1970-01-01T00:00:01Z","isRead":false})");
  EXPECT_EQ(reply.message.id, MessageId("m1"));
  EXPECT_FALSE(reply.message.read_by_other);
}

TEST(RestDecode, ReadsIceServersWithOneOrManyAddresses) {
  EXPECT_EQ(reply_of<IceServers>(FetchIceServers{}, 200, R"({"iceServers":[{"urls":"stun:h:3478"},
      {"urls":["turn:h:3478","turns:h:443"],"username":"1:u","credential":"c"}],"ttl":3600})"),
            (IceServers{{{{"stun:h:3478"}, "", ""}, {{"turn:h:3478", "turns:h:443"}, "1:u", "c"}}, 3600}));
  EXPECT_EQ(reply_of<IceServers>(FetchIceServers{}, 200, R"({"iceServers":[]})"), IceServers{});
  for (const char* body :
       {R"({"iceServers":[{}]})", R"({"iceServers":[{"urls":[]}]})", R"({"iceServers":[{"urls":""}]})",
        R"({"iceServers":[{"urls":["a",1]}]})", R"({"iceServers":{}})", R"({"iceServers":[],"ttl":-1})"}) {
    EXPECT_TRUE(is_malformed(FetchIceServers{}, body)) << body;
  }
}

TEST(RestDecode, ReadsAnInitiatedCall) {
  EXPECT_EQ(reply_of<CallInitiated>(InitiateCall{ChatId("c1"), CallKind::kVideo}, 201,
                                    R"({"callId":"k1","status":"initiated","callee":)" BORIS R"(,"type":"video"})"),
            (CallInitiated{CallId("k1"), kBoris, CallKind::kVideo, true}));
  EXPECT_FALSE(reply_of<CallInitiated>(InitiateCall{}, 201,
                                       R"({"callId":"k1","callee":)" BORIS R"(,"type":"audio","calleeOnline":false})")
                   .callee_online);
  EXPECT_TRUE(is_malformed(InitiateCall{}, R"({"callId":"k1","callee":null,"type":"audio"})"));
}

TEST(RestDecode, ReadsAnAcceptedCall) {
  EXPECT_EQ(reply_of<CallAccepted>(AcceptCall{CallId("k1")}, 200,
                                   R"({"callId":"k1","status":"accepted","startedAt":"1970-01-01T00:00:01Z"})"),
            (CallAccepted{CallId("k1"), WallTime{1'000}}));
}

TEST(RestDecode, ReadsTheActiveCallAndItsAbsence) {
  EXPECT_EQ(reply_of<ActiveCall>(FetchActiveCall{}, 200, "null"), ActiveCall{});
  const ActiveCall active = reply_of<ActiveCall>(FetchActiveCall{}, 200,
                                                 R"({"_id":"k1","caller":)" ANNA R"(,"callee":)" BORIS
                                                 R"(,"chat":{"_id":"c1"},"type":"audio","status":"pending"})");
  ASSERT_TRUE(active.call);
  EXPECT_EQ(active.call->chat, ChatId("c1"));
}

TEST(RestDecode, ReadsTheBareArrayOfTheHistory) {
  const CallHistory history = reply_of<CallHistory>(
      FetchCallHistory{ChatId("c1")}, 200,
      R"([{"_id":"k2","chat":"c1","status":"missed"},{"_id":"k1","chat":"c1","type":null,"status":"ended","duration":1}])");
  ASSERT_EQ(history.calls.size(), 2U);
  EXPECT_EQ(history.calls[0].id, CallId("k2"));
  EXPECT_EQ(history.calls[1].duration_s, 1);
}

TEST(RestDecode, NeedsNoBodyWhereNobodyReadsIt) {
  for (const Request& request : {Request(SignOut{}), Request(MarkRead{}), Request(DeclineCall{}), Request(EndCall{})}) {
    EXPECT_EQ(decode(request, {200, ""}), Reply(Done{}));
    EXPECT_EQ(decode(request, {204, ""}), Reply(Done{}));
  }
}

}  // namespace
}  // namespace ssc::api
