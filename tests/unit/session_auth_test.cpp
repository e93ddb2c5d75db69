#include "session/auth.hpp"

#include <gtest/gtest.h>

#include "session/backoff.hpp"
#include "unit/testing/seeded_random.hpp"

namespace ssc {
namespace {

constexpr Instant kStart{Duration{1'000'000}};
const Tokens kOld{"a1", "r1"};
const Tokens kNew{"a2", "r2"};
const Error kRefused{ErrorKind::kSessionDead, 403, "Недействительный refresh token"};
const Error kOffline{ErrorKind::kNetwork, 0, ""};

AuthSession valid_session() {
  AuthSession session;
  signed_in(session, kOld);
  return session;
}

std::vector<RequestId> ids_of(const std::vector<ParkedRequest>& requests) {
  std::vector<RequestId> ids;
  for (const ParkedRequest& request : requests) ids.push_back(request.id);
  return ids;
}

ParkOutcome park(AuthSession& session, std::uint32_t id, Instant now = kStart) {
  return on_unauthorized(session, RequestId{id}, api::ListChats{}, now);
}

TEST(Auth, RefreshesOnceForManyExpiredRequests) {
  AuthSession session = valid_session();
  EXPECT_EQ(park(session, 1), ParkOutcome::kStartRefresh);
  EXPECT_EQ(park(session, 2), ParkOutcome::kParked);
  EXPECT_EQ(park(session, 3), ParkOutcome::kParked);
  EXPECT_EQ(session.state, AuthState::kRefreshing);
  EXPECT_EQ(ids_of(on_refreshed(session, kNew)), (std::vector{RequestId{1}, RequestId{2}, RequestId{3}}));
  EXPECT_EQ(session.state, AuthState::kValid);
  EXPECT_EQ(session.tokens, kNew);
  EXPECT_TRUE(session.parked.empty());
}

TEST(Auth, ReturnsParkedRequestsAsTheyWere) {
  AuthSession session = valid_session();
  const api::Request request = api::SendMessage{ChatId("c1"), "hi", 7};
  on_unauthorized(session, RequestId{5}, request, kStart);
  EXPECT_EQ(on_refreshed(session, kNew), (std::vector{ParkedRequest{RequestId{5}, request, kStart}}));
}

TEST(Auth, GivesUpOnARequestThatIsRefusedWithAFreshTokenToo) {
  AuthSession session = valid_session();
  park(session, 1);
  on_refreshed(session, kNew);
  EXPECT_EQ(park(session, 1), ParkOutcome::kGaveUp);
  EXPECT_EQ(session.state, AuthState::kValid);
  EXPECT_EQ(park(session, 2), ParkOutcome::kStartRefresh);
}

TEST(Auth, EndsTheSessionWhenTheRefreshTokenIsRefused) {
  for (const ErrorKind kind :
       {ErrorKind::kSessionDead, ErrorKind::kForbidden, ErrorKind::kUnauthorized, ErrorKind::kRejected}) {
    AuthSession session = valid_session();
    park(session, 1);
    const RefreshFailure failure = on_refresh_failed(session, {kind, 400, ""}, kStart);
    EXPECT_TRUE(failure.session_dead);
    EXPECT_EQ(ids_of(failure.abandoned), std::vector{RequestId{1}});
    EXPECT_EQ(session.state, AuthState::kSignedOut);
    EXPECT_EQ(session.tokens, Tokens{});
    EXPECT_EQ(park(session, 2), ParkOutcome::kGaveUp);
  }
}

TEST(Auth, TriesAgainWhenTheRefreshMetATrouble) {
  for (const Error& trouble : {kOffline, Error{ErrorKind::kServer, 502, ""}, Error{ErrorKind::kMalformed, 200, ""},
                               Error{ErrorKind::kNotFound, 404, ""}, Error{ErrorKind::kRejected, 429, ""},
                               Error{ErrorKind::kRejected, 408, ""}}) {
    AuthSession session = valid_session();
    park(session, 1);
    EXPECT_EQ(on_refresh_failed(session, trouble, kStart), RefreshFailure{});
    EXPECT_EQ(session.state, AuthState::kWaiting);
    EXPECT_EQ(session.tokens, kOld);
    EXPECT_LE(session.retry_at, kStart + kBackoffFirst);
    EXPECT_EQ(park(session, 2), ParkOutcome::kParked);
  }
}

TEST(Auth, SendsTheNextRefreshExactlyWhenItIsDue) {
  AuthSession session = valid_session();
  park(session, 1);
  for (int i = 0; i < 5; ++i) {
    on_refresh_failed(session, kOffline, kStart);
    const Instant due = next_deadline(session);
    EXPECT_EQ(due, session.retry_at);
    if (due > kStart) {
      EXPECT_FALSE(refresh_due(session, due - Duration{1}));
    }
    EXPECT_TRUE(refresh_due(session, due));
    EXPECT_FALSE(refresh_due(session, due));
    EXPECT_EQ(session.state, AuthState::kRefreshing);
  }
  EXPECT_EQ(ids_of(on_refreshed(session, kNew)), std::vector{RequestId{1}});
  EXPECT_EQ(session.failures, 0);
  EXPECT_EQ(next_deadline(session), kNever);
}

TEST(Auth, LetsNobodyWaitLongerThanTheirPatience) {
  AuthSession session = valid_session();
  park(session, 1, kStart);
  park(session, 2, kStart + Duration{5'000});
  EXPECT_EQ(next_deadline(session), kStart + kParkedPatience);
  EXPECT_TRUE(expire_parked(session, kStart + kParkedPatience - Duration{1}).empty());
  EXPECT_EQ(ids_of(expire_parked(session, kStart + kParkedPatience)), std::vector{RequestId{1}});
  const RefreshFailure failure = on_refresh_failed(session, kOffline, kStart + kParkedPatience + Duration{5'000});
  EXPECT_EQ(failure, (RefreshFailure{false, {{RequestId{2}, api::ListChats{}, kStart + Duration{5'000}}}}));
}

TEST(Auth, BoundsHowManyWait) {
  AuthSession session = valid_session();
  for (std::uint32_t id = 0; id < kMaxParkedRequests; ++id) EXPECT_NE(park(session, id), ParkOutcome::kGaveUp);
  EXPECT_EQ(park(session, 999), ParkOutcome::kGaveUp);
  EXPECT_EQ(on_refreshed(session, kNew).size(), kMaxParkedRequests);
}

TEST(Auth, RemembersReplayedRequestsWithinBounds) {
  AuthSession session = valid_session();
  for (std::uint32_t id = 1; id < 1'000; ++id) {
    park(session, id);
    on_refreshed(session, kNew);
  }
  EXPECT_LE(session.replayed.size(), 2 * kMaxParkedRequests);
  EXPECT_EQ(park(session, 999), ParkOutcome::kGaveUp);
}

TEST(Auth, RefreshesForTheSocketWithoutARequest) {
  AuthSession session = valid_session();
  EXPECT_TRUE(want_refresh(session));
  EXPECT_FALSE(want_refresh(session));
  EXPECT_EQ(park(session, 1), ParkOutcome::kParked);
  EXPECT_EQ(on_refreshed(session, kNew).size(), 1U);
}

TEST(Auth, DoesNothingWhenSignedOut) {
  AuthSession session;
  EXPECT_FALSE(want_refresh(session));
  EXPECT_FALSE(refresh_due(session, Instant{}));
  EXPECT_TRUE(on_refreshed(session, kNew).empty());
  EXPECT_EQ(on_refresh_failed(session, kOffline, kStart), RefreshFailure{});
  EXPECT_EQ(session, AuthSession{});
}

TEST(Auth, IgnoresARefreshThatEndsAfterSigningOut) {
  AuthSession session = valid_session();
  park(session, 1);
  EXPECT_EQ(ids_of(signed_out(session)), std::vector{RequestId{1}});
  EXPECT_TRUE(on_refreshed(session, kNew).empty());
  EXPECT_EQ(session.tokens, Tokens{});
}

TEST(Auth, StartsCleanWithEachSignIn) {
  AuthSession session = valid_session();
  park(session, 1);
  on_refreshed(session, kNew);
  on_refresh_failed(session, kRefused, kStart);
  signed_in(session, kOld);
  EXPECT_EQ(session, valid_session());
}

// A random walk: at most one refresh in flight, and every parked request comes back exactly once.
TEST(Auth, LosesNoRequestInAnyOrderOfEvents) {
  const std::uint64_t seed = testing::announced_seed();
  SCOPED_TRACE(testing::replay_hint(seed));
  testing::SeededRandom random(seed);
  AuthSession session = valid_session();
  Instant now = kStart;
  int in_flight = 0;
  std::uint32_t next_id = 1;
  std::size_t parked = 0;
  std::size_t returned = 0;
  for (int step = 0; step < 50'000; ++step) {
    now += Duration{random.below(3'000)};
    switch (random.below(8)) {
      case 0:
      case 1:
      case 2: {
        const ParkOutcome outcome = park(session, next_id++, now);
        if (outcome != ParkOutcome::kGaveUp) ++parked;
        if (outcome == ParkOutcome::kStartRefresh) ++in_flight;
        break;
      }
      case 3:
        if (in_flight == 0) break;
        --in_flight;
        returned += on_refreshed(session, kNew).size();
        break;
      case 4:
        if (in_flight == 0) break;
        --in_flight;
        returned += on_refresh_failed(session, random.chance(4) ? kRefused : kOffline, now).abandoned.size();
        break;
      case 5:
        if (refresh_due(session, now)) ++in_flight;
        break;
      case 6:
        returned += expire_parked(session, now).size();
        break;
      default:
        if (session.state == AuthState::kSignedOut) signed_in(session, kOld);
        break;
    }
    ASSERT_EQ(in_flight, session.state == AuthState::kRefreshing ? 1 : 0);
    ASSERT_EQ(parked, returned + session.parked.size());
    ASSERT_EQ(session.retry_at != kNever, session.state == AuthState::kWaiting);
  }
}

}  // namespace
}  // namespace ssc
