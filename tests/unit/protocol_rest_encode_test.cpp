#include <set>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "fuzz/targets.hpp"
#include "protocol/api.hpp"

namespace ssc::api {
namespace {

HttpRequest get(std::string path) { return {Method::kGet, std::move(path), "", true}; }
HttpRequest post(std::string path, std::string body) { return {Method::kPost, std::move(path), std::move(body), true}; }
HttpRequest open_post(std::string path, std::string body) {
  return {Method::kPost, std::move(path), std::move(body), false};
}

TEST(RestEncode, WritesThePublicRequestsWithoutAToken) {
  EXPECT_EQ(encode(FetchConfig{}), (HttpRequest{Method::kGet, "/api/config", "", false}));
  EXPECT_EQ(encode(SignIn{"anna", "p\"w"}), open_post("/api/auth/login", R"({"email":"anna","password":"p\"w"})"));
  EXPECT_EQ(encode(Register{"anna", "a@b.c", "secret"}),
            open_post("/api/auth/register", R"({"username":"anna","email":"a@b.c","password":"secret"})"));
  EXPECT_EQ(encode(RefreshTokens{"r.t"}), open_post("/api/auth/refresh", R"({"refreshToken":"r.t"})"));
  EXPECT_EQ(encode(SignOut{"r.t"}), open_post("/api/auth/logout", R"({"refreshToken":"r.t"})"));
}

TEST(RestEncode, WritesPeopleAndPresence) {
  EXPECT_EQ(encode(FetchMe{}), get("/api/me"));
  EXPECT_EQ(encode(SearchUsers{"bo"}), get("/api/users/search?query=bo"));
  EXPECT_EQ(encode(FetchOnlineStatus{{UserId("u1"), UserId("u2")}}), get("/api/users/online-status?userIds=u1,u2"));
}

TEST(RestEncode, WritesChats) {
  EXPECT_EQ(encode(ListChats{}), get("/api/messages/chats"));
  EXPECT_EQ(encode(OpenChatWith{UserId("u2")}), post("/api/messages/chats", R"({"participantId":"u2"})"));
  EXPECT_EQ(encode(ListMessages{ChatId("c1"), 2, 30}), get("/api/messages/chats/c1/messages?page=2&limit=30"));
  EXPECT_EQ(encode(SendMessage{ChatId("c1"), "Привет\n", 9}),
            post("/api/messages/chats/c1/messages", "{\"content\":\"Привет\\n\"}"));
  EXPECT_EQ(encode(MarkRead{ChatId("c1")}), (HttpRequest{Method::kPut, "/api/messages/chats/c1/read", "", true}));
}

TEST(RestEncode, WritesCalls) {
  EXPECT_EQ(encode(FetchIceServers{}), get("/api/calls/ice-servers"));
  EXPECT_EQ(encode(InitiateCall{ChatId("c1"), CallKind::kVideo}),
            post("/api/calls/initiate", R"({"chatId":"c1","type":"video"})"));
  EXPECT_EQ(encode(InitiateCall{ChatId("c1"), CallKind::kAudio}).body, R"({"chatId":"c1","type":"audio"})");
  EXPECT_EQ(encode(AcceptCall{CallId("k1")}), post("/api/calls/accept/k1", ""));
  EXPECT_EQ(encode(DeclineCall{CallId("k1")}), post("/api/calls/decline/k1", ""));
  EXPECT_EQ(encode(EndCall{CallId("k1")}), post("/api/calls/end/k1", ""));
  EXPECT_EQ(encode(FetchActiveCall{}), get("/api/calls/active"));
  EXPECT_EQ(encode(FetchCallHistory{ChatId("c1"), 3, 10}), get("/api/calls/history/c1?page=3&limit=10"));
}

TEST(RestEncode, EncodesEveryReservedAndForeignByteOfQueries) {
  EXPECT_EQ(encode(SearchUsers{"a b&c=d+e%f#g/?"}).path, "/api/users/search?query=a%20b%26c%3Dd%2Be%25f%23g%2F%3F");
  EXPECT_EQ(encode(SearchUsers{"Анна"}).path, "/api/users/search?query=%D0%90%D0%BD%D0%BD%D0%B0");
  EXPECT_EQ(encode(SearchUsers{"-._~"}).path, "/api/users/search?query=-._~");
  EXPECT_EQ(encode(FetchOnlineStatus{{UserId("a,b"), UserId("c")}}).path, "/api/users/online-status?userIds=a%2Cb,c");
}

TEST(RestEncode, KeepsHostileIdsInsideTheirPathSegment) {
  EXPECT_EQ(encode(EndCall{CallId("../../me?x#y")}).path, "/api/calls/end/..%2F..%2Fme%3Fx%23y");
  EXPECT_EQ(encode(EndCall{CallId("..")}).path, "/api/calls/end/%2E%2E");
  EXPECT_EQ(encode(MarkRead{ChatId(".")}).path, "/api/messages/chats/%2E/read");
  EXPECT_EQ(encode(ListMessages{ChatId("a/b"), 1, 30}).path, "/api/messages/chats/a%2Fb/messages?page=1&limit=30");
}

TEST(RestEncode, GivesEveryRequestOneEndpointOfItsOwn) {
  std::set<std::pair<Method, std::string>> seen;
  const auto requests = fuzz::every_request();
  ASSERT_EQ(requests.size(), std::variant_size_v<Request>);
  for (std::size_t i = 0; i < requests.size(); ++i) {
    ASSERT_EQ(requests[i].index(), i);
    const HttpRequest http = encode(requests[i]);
    EXPECT_TRUE(http.path.starts_with("/api/")) << http.path;
    EXPECT_TRUE(http.body.empty() || nlohmann::json::accept(http.body)) << http.path;
    EXPECT_TRUE(seen.emplace(http.method, http.path).second) << http.path;
  }
}

TEST(RestEncode, KeepsSecretsOutOfEveryPath) {
  for (const Request& request : {Request(SignIn{"anna", "hunter2"}), Request(Register{"anna", "a@b.c", "hunter2"}),
                                 Request(RefreshTokens{"hunter2"}), Request(SignOut{"hunter2"})}) {
    EXPECT_EQ(encode(request).path.find("hunter2"), std::string::npos);
  }
}

}  // namespace
}  // namespace ssc::api
