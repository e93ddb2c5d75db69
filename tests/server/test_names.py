"""What people may call themselves, and the names that stay the demo's."""

import pytest
from harness import Server, new_folder
from test_auth import new_account

from server.names import is_username, is_visible, one_line


def register(server, **change):
    return server.call("POST", "/api/auth/register", {**new_account("named"), **change})


@pytest.mark.parametrize("change, message", [
    ({"username": "x" * 33}, "Имя пользователя должно содержать не более 32 символов"),
    ({"email": "x" * 250 + "@x.yz"}, "Email должен содержать не более 254 символов"),
    ({"password": "x" * 257}, "Пароль должен содержать не более 256 символов"),
    ({"displayName": "x" * 51}, "Отображаемое имя должно содержать не более 50 символов"),
    ({"displayName": "\u200b\u200d\u2060"}, "Недопустимое отображаемое имя"),
    ({"displayName": "\u3164\u2800 \u0301"}, "Недопустимое отображаемое имя"),
    ({"username": "a\u202eb"}, "Недопустимое имя пользователя"),
    ({"username": "\u3164"}, "Недопустимое имя пользователя"),
    ({"username": "a\u200bb"}, "Недопустимое имя пользователя")])
def test_a_name_that_cannot_be_is_refused_with_its_reason(server, change, message):
    answer = register(server, **change)
    assert (answer.status, answer.body["message"]) == (400, message)


def test_a_shown_name_is_one_visible_line():
    for written, shown in (("  Анна \n\t К ", "Анна К"), ("a\x00b\x1b[31m", "a b [31m"), ("\u202egnp.exe", "gnp.exe"),
                           ("\u2066x\u2069\u200b\ufeff", "x"), ("e\u0301", "é"), ("\u00a0", ""),
                           ("👩\u200d💻", "👩\u200d💻")):
        assert one_line(written) == shown
    assert is_visible("é") and is_visible("👍") and is_visible("7") and not is_visible("\u0301") and not is_visible("")
    assert is_username("Ёжик 7") and not is_username("a@b") and not is_username("two\nlines")


def test_a_shown_name_is_cleaned_at_registration(server):
    answer = register(server, username="cleaned", email="cleaned@test.example", displayName=" Ann\u202ea\r\nK ")
    assert answer.body["user"]["displayName"] == "Anna K"


def test_a_name_written_in_two_ways_is_one_name(server):
    assert register(server, username="Rene\u0301", email="rene@test.example").status == 201
    again = register(server, username="Ren\u00e9", email="rene2@test.example")
    assert again.body["message"] == "Имя пользователя уже занято"
    assert server.call("POST", "/api/auth/login", {"email": "Rene\u0301", "password": "secret1"}).status == 200


@pytest.mark.parametrize("change", [{"username": "alice"}, {"username": "Carol"}, {"email": "carol@demo.example"},
                                    {"email": "x@DEMO.example"}])
def test_the_demos_names_and_addresses_stay_free_for_it(fresh, change):
    answer = register(fresh, **change)
    assert answer.status == 400 and ("занято" in answer.body["message"] or "существует" in answer.body["message"])


@pytest.mark.parametrize("username, email", [("alice", "real@x.yz"), ("real", "carol@demo.example")])
def test_a_demo_does_not_start_over_a_real_account(username, email):
    server = Server(new_folder())
    with server.database() as database:
        from server.accounts import add_user
        add_user(database, username, email, "-")
    server.stop()
    server.arguments = ("--demo",)
    with pytest.raises(AssertionError, match="Cannot start: A real account in this database has the demo's name"):
        server.start()
    assert server.error_text().count("\n") == 1
    with server.database() as database:
        assert database.value("SELECT count(*) FROM users") == 1 and not database.value("SELECT count(*) FROM chats")
