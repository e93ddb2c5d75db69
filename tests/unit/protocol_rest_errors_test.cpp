#include <string>

#include <gtest/gtest.h>

#include "fuzz/targets.hpp"
#include "protocol/api.hpp"

namespace ssc::api {
namespace {

Error error_of(const Request& request, int status, std::string body) {
  const Result<Reply> reply = decode(request, {status, std::move(body)});
  if (reply) ADD_FAILURE() << "a reply to status " << status;
  return reply ? Error{} : reply.error();
}

constexpr const char* kInvalidToken = R"({"message":"Invalid token","authenticated":false})";

TEST(RestErrors, CallNoAnswerANetworkError) {
  for (const Request& request : fuzz::every_request()) {
    EXPECT_EQ(error_of(request, 0, ""), (Error{ErrorKind::kNetwork, 0, ""}));
  }
}

TEST(RestErrors, Ask401ForAFreshToken) {
  EXPECT_EQ(error_of(ListChats{}, 401, R"({"message":"Token expired","expired":true,"authenticated":false})"),
            (Error{ErrorKind::kUnauthorized, 401, "Token expired"}));
}

TEST(RestErrors, TellTheDeadSessionFromTheForbiddenChat) {
  EXPECT_EQ(error_of(ListChats{}, 403, kInvalidToken), (Error{ErrorKind::kSessionDead, 403, "Invalid token"}));
  EXPECT_EQ(error_of(ListMessages{ChatId("c")}, 403, R"({"message":"Access denied"})"),
            (Error{ErrorKind::kForbidden, 403, "Access denied"}));
  EXPECT_EQ(error_of(ListChats{}, 403, R"({"error":"CORS policy violation","origin":"https://x"})"),
            (Error{ErrorKind::kForbidden, 403, "CORS policy violation"}));
}

TEST(RestErrors, DoNotAskForAFreshTokenWhenThePasswordIsWrong) {
  EXPECT_EQ(error_of(SignIn{"a", "b"}, 401, R"({"message":"Неверный пароль"})"),
            (Error{ErrorKind::kRejected, 401, "Неверный пароль"}));
  EXPECT_EQ(
      error_of(SignIn{"a", "b"}, 403, R"({"message":"Email не подтвержден. Код подтверждения отправлен на ваш email",
      "requiresVerification":true,"userId":"u","email":"a@b.c"})")
          .kind,
      ErrorKind::kForbidden);
  EXPECT_EQ(error_of(SignIn{"a", "b"}, 403, kInvalidToken).kind, ErrorKind::kForbidden);
}

TEST(RestErrors, CallARefusedRefreshTheEndOfTheSession) {
  EXPECT_EQ(error_of(RefreshTokens{"r"}, 403, R"({"message":"Недействительный refresh token","authenticated":false})"),
            (Error{ErrorKind::kSessionDead, 403, "Недействительный refresh token"}));
  EXPECT_EQ(error_of(RefreshTokens{"r"}, 401, R"({"message":"Refresh token обязателен","authenticated":false})").kind,
            ErrorKind::kSessionDead);
  EXPECT_EQ(error_of(RefreshTokens{"r"}, 500, "").kind, ErrorKind::kServer);
}

TEST(RestErrors, CallADeletedAccountTheEndOfTheSession) {
  EXPECT_EQ(error_of(FetchMe{}, 404, R"({"message":"Пользователь не найден"})").kind, ErrorKind::kSessionDead);
  EXPECT_EQ(error_of(FetchMe{}, 404, R"({"error":"Route not found","path":"/api/me"})").kind, ErrorKind::kNotFound);
}

TEST(RestErrors, KeepTheServersWordsForEveryOtherStatus) {
  EXPECT_EQ(
      error_of(InitiateCall{}, 409, R"({"message":"User is already in a call","activeCallId":"k","status":"pending"})"),
      (Error{ErrorKind::kConflict, 409, "User is already in a call"}));
  EXPECT_EQ(error_of(AcceptCall{}, 400, R"({"message":"Call is not pending"})"),
            (Error{ErrorKind::kRejected, 400, "Call is not pending"}));
  EXPECT_EQ(error_of(AcceptCall{}, 404, R"({"message":"Call not found"})"),
            (Error{ErrorKind::kNotFound, 404, "Call not found"}));
  EXPECT_EQ(error_of(AcceptCall{}, 429, R"({"message":"Too many requests"})").kind, ErrorKind::kRejected);
  EXPECT_EQ(error_of(InitiateCall{}, 429, R"({"message":"Wait","retryAfter":7})"),
            (Error{ErrorKind::kRejected, 429, "Wait", 7}));
  EXPECT_EQ(error_of(AcceptCall{}, 500, R"({"message":"Error accepting call"})"),
            (Error{ErrorKind::kServer, 500, "Error accepting call"}));
  EXPECT_EQ(error_of(FetchIceServers{}, 404, R"({"error":"Route not found"})"),
            (Error{ErrorKind::kNotFound, 404, "Route not found"}));
}

TEST(RestErrors, SurviveBodiesThatAreNoJson) {
  for (const char* body :
       {"", "Bad Gateway", "<html>", "null", "[]", "7", R"({"message":7})", R"({"message":{}})", "{"}) {
    EXPECT_EQ(error_of(ListChats{}, 502, body), (Error{ErrorKind::kServer, 502, ""})) << body;
  }
}

TEST(RestErrors, ShortenLongMessagesBetweenCharacters) {
  std::string words = "x";
  for (int i = 0; i < 400; ++i) words += "ж";
  const std::string shortened = error_of(ListChats{}, 500, R"({"message":")" + words + "\"}").message;
  EXPECT_EQ(shortened, words.substr(0, 499));
}

TEST(RestErrors, CallRedirectsAndOddStatusesMalformed) {
  for (const int status : {1, 100, 199, 300, 304, -5}) {
    EXPECT_EQ(error_of(ListChats{}, status, "[]").kind, ErrorKind::kMalformed) << status;
  }
}

TEST(RestErrors, TurnAnEmptySearchIntoAnEmptyList) {
  EXPECT_EQ(decode(SearchUsers{"x"}, {404, R"({"message":"No users found"})"}), Reply(Users{}));
}

TEST(RestErrors, TellThePersonToReadTheMailWhenRegistrationWaitsForACode) {
  EXPECT_EQ(
      error_of(Register{"a", "b", "c"}, 201, R"({"message":"Код подтверждения отправлен на ваш email","userId":"u",
      "email":"a@b.c","requiresVerification":true})"),
      (Error{ErrorKind::kRejected, 201, "Код подтверждения отправлен на ваш email"}));
}

TEST(RestErrors, CallASuccessOfTheWrongShapeMalformed) {
  for (const Request& request : fuzz::every_request()) {
    const bool nobody_needs_the_body =
        std::holds_alternative<SignOut>(request) || std::holds_alternative<MarkRead>(request) ||
        std::holds_alternative<DeclineCall>(request) || std::holds_alternative<EndCall>(request);
    for (const char* body : {"", "7", "\"x\"", "[7]", R"({"x":1})", "<html>"}) {
      const Result<Reply> reply = decode(request, {200, body});
      if (nobody_needs_the_body) {
        EXPECT_EQ(reply, Reply(Done{}));
      } else {
        ASSERT_FALSE(reply) << encode(request).path << ' ' << body;
        EXPECT_EQ(reply.error(), (Error{ErrorKind::kMalformed, 200, ""}));
      }
    }
  }
}

}  // namespace
}  // namespace ssc::api
