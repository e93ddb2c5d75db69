// The closed list of everything the client says to people: enumerator and key in assets/locales/*.json. A test holds
// both files to exactly this list.
#pragma once

// clang-format off
#define SSC_TEXT_KEYS(X) \
  X(kAppName, app_name) X(kSignIn, sign_in) X(kSignInTitle, sign_in_title) X(kSignInSubtitle, sign_in_subtitle) \
  X(kUsernameOrEmail, username_or_email) X(kPassword, password) X(kRegister, register) \
  X(kRegisterTitle, register_title) X(kRegisterSubtitle, register_subtitle) X(kUsername, username) \
  X(kEmail, email) X(kToRegister, to_register) X(kToSignIn, to_sign_in) X(kSigningIn, signing_in) \
  X(kDemoHint, demo_hint) X(kDemoTryAs, demo_try_as) X(kRestoring, restoring) \
  X(kTroubleFieldsMissing, trouble_fields_missing) X(kTroubleUnknownUser, trouble_unknown_user) \
  X(kTroubleWrongPassword, trouble_wrong_password) X(kTroubleTooManyTries, trouble_too_many_tries) \
  X(kTroubleServerUnreachable, trouble_server_unreachable) X(kTroublePasswordTooShort, trouble_password_too_short) \
  X(kTroubleBadEmail, trouble_bad_email) X(kTroubleEmailTaken, trouble_email_taken) \
  X(kTroubleNameTaken, trouble_name_taken) X(kTroubleNotDemoServer, trouble_not_demo_server) \
  X(kTroubleSessionExpired, trouble_session_expired) X(kTroubleOther, trouble_other) X(kChats, chats) \
  X(kSearchPeople, search_people) X(kClearSearch, clear_search) X(kSettings, settings) \
  X(kLoadingChats, loading_chats) X(kNoChatsTitle, no_chats_title) X(kNoChatsText, no_chats_text) \
  X(kChatsFailed, chats_failed) X(kTryAgain, try_again) X(kPickChatTitle, pick_chat_title) \
  X(kPickChatText, pick_chat_text) X(kPeople, people) X(kNobodyFound, nobody_found) \
  X(kNobodyFoundText, nobody_found_text) X(kSearching, searching) X(kSearchFailed, search_failed) \
  X(kYouSaid, you_said) X(kTyping, typing) X(kUnreadOne, unread_one) X(kUnreadFew, unread_few) \
  X(kUnreadMany, unread_many) X(kPremium, premium) X(kOnline, online) X(kOffline, offline) \
  X(kSeenJustNow, seen_just_now) X(kSeenMinutesOne, seen_minutes_one) X(kSeenMinutesFew, seen_minutes_few) \
  X(kSeenMinutesMany, seen_minutes_many) X(kSeenHoursOne, seen_hours_one) X(kSeenHoursFew, seen_hours_few) \
  X(kSeenHoursMany, seen_hours_many) X(kSeenDaysOne, seen_days_one) X(kSeenDaysFew, seen_days_few) \
  X(kSeenDaysMany, seen_days_many) X(kSeenLongAgo, seen_long_ago) X(kToday, today) X(kYesterday, yesterday) \
  X(kDateDayMonth, date_day_month) X(kDateFull, date_full) X(kDateNumeric, date_numeric) X(kMonth1, month_1) \
  X(kMonth2, month_2) X(kMonth3, month_3) X(kMonth4, month_4) X(kMonth5, month_5) X(kMonth6, month_6) \
  X(kMonth7, month_7) X(kMonth8, month_8) X(kMonth9, month_9) X(kMonth10, month_10) X(kMonth11, month_11) \
  X(kMonth12, month_12) X(kVoiceCall, voice_call) X(kVideoCall, video_call) X(kBack, back) X(kMessages, messages) \
  X(kMessage, message) X(kMessageHint, message_hint) X(kSend, send) X(kNoMessagesTitle, no_messages_title) \
  X(kNoMessagesText, no_messages_text) X(kLoadingMessages, loading_messages) X(kMessagesFailed, messages_failed) \
  X(kYou, you) X(kSending, sending) X(kSent, sent) X(kRead, read) X(kNotDelivered, not_delivered) \
  X(kUnknownPerson, unknown_person) X(kCallOutgoingVoice, call_outgoing_voice) \
  X(kCallOutgoingVideo, call_outgoing_video) X(kCallIncomingVoice, call_incoming_voice) \
  X(kCallIncomingVideo, call_incoming_video) X(kCallMissedVoice, call_missed_voice) \
  X(kCallMissedVideo, call_missed_video) X(kCallUnansweredVoice, call_unanswered_voice) \
  X(kCallUnansweredVideo, call_unanswered_video) X(kCallDeclinedVoice, call_declined_voice) \
  X(kCallDeclinedVideo, call_declined_video) X(kCallRunningVoice, call_running_voice) \
  X(kCallRunningVideo, call_running_video) X(kCallBack, call_back) X(kClose, close) X(kLanguage, language) \
  X(kLanguageEnglish, language_english) X(kLanguageRussian, language_russian) X(kTheme, theme) \
  X(kThemeSystem, theme_system) X(kThemeDark, theme_dark) X(kThemeLight, theme_light) X(kSignOut, sign_out) \
  X(kIncomingVoiceFrom, incoming_voice_from) X(kIncomingVideoFrom, incoming_video_from) \
  X(kIncomingLabel, incoming_label) X(kAccept, accept) X(kAcceptWithVideo, accept_with_video) X(kDecline, decline) \
  X(kCaptionVoiceOnly, caption_voice_only) X(kCaptionVideo, caption_video) X(kCancelCall, cancel_call) \
  X(kEndCall, end_call) X(kMute, mute) X(kUnmute, unmute) X(kCameraOn, camera_on) X(kCameraOff, camera_off) \
  X(kMinimize, minimize) X(kExpand, expand) X(kCallWith, call_with) X(kCallingRegion, calling_region) \
  X(kStatusPreparing, status_preparing) X(kStatusAllowMicrophone, status_allow_microphone) \
  X(kStatusRinging, status_ringing) X(kStatusRingingOffline, status_ringing_offline) \
  X(kStatusAnswering, status_answering) X(kStatusConnecting, status_connecting) \
  X(kStatusConnected, status_connected) X(kStatusReconnecting, status_reconnecting) \
  X(kCallDuration, call_duration) X(kRemoteMuted, remote_muted) X(kYouAreMuted, you_are_muted) \
  X(kCameraStarting, camera_starting) X(kCameraDenied, camera_denied) X(kCameraMissing, camera_missing) \
  X(kCameraBusy, camera_busy) X(kCameraFailed, camera_failed) X(kTestPicture, test_picture) \
  X(kEndedCall, ended_call) X(kEndedCancelledHere, ended_cancelled_here) \
  X(kEndedCancelledThere, ended_cancelled_there) X(kEndedDeclinedHere, ended_declined_here) \
  X(kEndedDeclinedThere, ended_declined_there) X(kEndedNoAnswer, ended_no_answer) \
  X(kEndedBusyThere, ended_busy_there) X(kEndedBusyHere, ended_busy_here) \
  X(kEndedAnsweredElsewhere, ended_answered_elsewhere) X(kEndedDeclinedElsewhere, ended_declined_elsewhere) \
  X(kEndedMicrophoneDenied, ended_microphone_denied) X(kEndedMicrophoneMissing, ended_microphone_missing) \
  X(kEndedMicrophoneBusy, ended_microphone_busy) X(kEndedConnectionLost, ended_connection_lost) \
  X(kEndedCouldNotConnect, ended_could_not_connect) X(kEndedServerUnreachable, ended_server_unreachable) \
  X(kEndedNotAllowed, ended_not_allowed) X(kEndedFailed, ended_failed) X(kCallAgain, call_again) \
  X(kNoticeServerAway, notice_server_away) X(kNoticeServerBack, notice_server_back) \
  X(kNoticeMessageFailed, notice_message_failed) X(kNoticeMicrophoneDenied, notice_microphone_denied) \
  X(kNoticeMicrophoneMissing, notice_microphone_missing) X(kNoticeMicrophoneBusy, notice_microphone_busy) \
  X(kNoticeCameraDenied, notice_camera_denied) X(kNoticeCameraMissing, notice_camera_missing) \
  X(kNoticeCameraBusy, notice_camera_busy) X(kNoticeCameraNotShown, notice_camera_not_shown) \
  X(kNoticeCallFailed, notice_call_failed) \
  X(kNoticeCalleeOffline, notice_callee_offline) X(kNoticeCouldNotOpenChat, notice_could_not_open_chat) \
  X(kNoticeInsecureOrigin, notice_insecure_origin) X(kNoticeWebrtcMissing, notice_webrtc_missing) \
  X(kDismiss, dismiss) X(kServerAway, server_away) X(kRetryInOne, retry_in_one) X(kRetryInFew, retry_in_few) \
  X(kRetryInMany, retry_in_many) X(kReconnectingServer, reconnecting_server) X(kRetry, retry) \
  X(kTitleUnread, title_unread) X(kTitleIncoming, title_incoming) X(kTitleInCall, title_in_call) \
  X(kSayMessage, say_message) X(kSayRemoteUnmuted, say_remote_unmuted) X(kSayCameraRemoteOn, say_camera_remote_on) \
  X(kSayCameraRemoteOff, say_camera_remote_off)
// clang-format on

namespace ssc::view {

enum class Text {
#define SSC_TEXT_KEY(constant, key) constant,
  SSC_TEXT_KEYS(SSC_TEXT_KEY)
#undef SSC_TEXT_KEY
};

}  // namespace ssc::view
