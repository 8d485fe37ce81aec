import time

import httpx
import pytest

from inspector.demo.gateway import DemoGateway
from tests.demo.caller import Caller

DOCUMENTED = "71234567890@c.us"
POSTED = ("getContactInfo", "checkWhatsapp", "getAvatar")
FETCHED = ("getStateInstance", "getWaSettings", "getContacts")


@pytest.mark.parametrize("method", POSTED)
def test_what_reads_a_contact_is_posted_never_fetched(caller: Caller, method: str) -> None:
    assert caller.get(method).status_code == 405


@pytest.mark.parametrize("method", FETCHED)
def test_what_reads_the_account_is_fetched_never_posted(caller: Caller, method: str) -> None:
    assert caller.post(method, {}).status_code == 405
    assert caller.get(method).status_code == 200


def test_the_account_is_authorized_and_has_a_number(caller: Caller) -> None:
    assert caller.get("getStateInstance").json() == {"stateInstance": "authorized"}
    assert caller.get("getWaSettings").json()["phone"].isdigit()


def test_a_wrong_token_is_unauthorized(caller: Caller) -> None:
    url = caller.url("getStateInstance")
    answer = caller.client.get(url[:-1] + "0")
    assert (answer.status_code, answer.text) == (401, "Unauthorized")


def test_a_wrong_instance_is_forbidden(caller: Caller) -> None:
    answer = caller.client.get(caller.url("getStateInstance").replace("waInstance1", "waInstance2"))
    assert (answer.status_code, answer.text) == (403, "Forbidden")


@pytest.mark.parametrize("method", ["", "getcontactinfo", "sendMessage", "v3/getContactInfo"])
def test_a_wrong_path_is_not_found_in_html(caller: Caller, method: str) -> None:
    answer = caller.post(method, {"chatId": DOCUMENTED})
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "text/html"
    assert "<h1>404 Not Found</h1>" in answer.text


def test_a_group_is_refused_in_the_documented_words(caller: Caller) -> None:
    answer = caller.post("getContactInfo", {"chatId": "120363043968066561@g.us"})
    assert answer.status_code == 400
    assert answer.json()["message"] == (
        "Validation failed. Details: The method GetContactInfo does not support group chats, "
        "to work with groups, use the GetGroupData method"
    )


@pytest.mark.parametrize(
    "chat_id", ["", "71234567890", "+71234567890@c.us", "123@c.us", "7" * 17 + "@c.us", "a@lid"]
)
def test_a_malformed_chat_id_is_refused(caller: Caller, chat_id: str) -> None:
    answer = caller.post("getContactInfo", {"chatId": chat_id})
    assert answer.status_code == 400
    assert "'chatId' must be one of the next formats" in answer.json()["message"]


@pytest.mark.parametrize("body", [{}, [], None, {"chatID": DOCUMENTED}, {"chatId": DOCUMENTED, "more": 1}])
def test_a_body_that_is_not_one_chat_id_is_refused(caller: Caller, body: object) -> None:
    answer = caller.post("getContactInfo", body)
    assert answer.status_code == 400
    assert answer.json()["message"].startswith("Validation failed")


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"[" * 50_000])
def test_a_body_that_is_no_json_is_refused(caller: Caller, content: bytes) -> None:
    answer = caller.client.post(
        caller.url("getContactInfo"), content=content, headers={"Content-Type": "application/json"}
    )
    assert (answer.status_code, answer.json()["message"]) == (400, "Validation failed")


def test_a_body_that_does_not_call_itself_json_is_refused(caller: Caller) -> None:
    answer = caller.client.post(caller.url("getContactInfo"), content=b'{"chatId": "71234567890@c.us"}')
    assert answer.status_code == 400


@pytest.mark.parametrize(
    ("value", "name"),
    [(True, "bool"), (7, "float64"), (7.5, "float64"), (None, "nil"), ([], "[]interface {}")],
)
def test_a_chat_id_that_is_no_text_breaks_the_server(caller: Caller, value: object, name: str) -> None:
    answer = caller.post("getContactInfo", {"chatId": value})
    assert answer.status_code == 500
    assert answer.text == f"interface conversion: interface {{}} is {name}, not string"


def test_a_refusal_repeats_the_token_as_the_real_one_does(caller: Caller) -> None:
    path = caller.post("getContactInfo", {"chatId": ""}).json()["path"]
    assert caller.url("getContactInfo").endswith(path)
    assert caller.gateway.token.reveal() in path


def test_check_whatsapp_takes_the_older_and_the_newest_form(caller: Caller) -> None:
    assert caller.post("checkWhatsapp", {"phoneNumber": 71234567890}).json() == {"existsWhatsapp": True}
    assert caller.post("checkWhatsapp", {"chatId": DOCUMENTED}).json()["existsWhatsapp"] is True
    assert caller.post("checkWhatsapp", {"phoneNumber": 12025550199}).json() == {"existsWhatsapp": False}
    assert caller.post("checkWhatsapp", {"phoneNumber": 12025550100}).json() == {"existsWhatsapp": False}


@pytest.mark.parametrize("number", ["71234567890", True, None, 7.5])
def test_check_whatsapp_refuses_a_number_that_is_none(caller: Caller, number: object) -> None:
    assert caller.post("checkWhatsapp", {"phoneNumber": number}).status_code == 400


def test_get_avatar_finds_a_picture_that_the_contact_came_without(caller: Caller) -> None:
    person = "12025550123@c.us"
    assert caller.contact(person)["avatar"] == ""
    answer = caller.post("getAvatar", {"chatId": person}).json()
    assert answer["available"] is True
    assert caller.client.get(answer["urlAvatar"]).headers["content-type"] == "image/png"


def test_get_avatar_says_when_there_is_none(caller: Caller) -> None:
    answer = caller.post("getAvatar", {"chatId": "12025550199@c.us"}).json()
    assert answer == {"urlAvatar": "", "available": False}


def test_the_phone_book_lists_the_samples(caller: Caller) -> None:
    book = {entry["id"]: entry for entry in caller.get("getContacts").json()}
    assert book[DOCUMENTED] == {"id": DOCUMENTED, "name": "Dealer", "contactName": "Dealer", "type": "user"}
    assert all(isinstance(entry["name"], str) for entry in book.values())


def test_the_query_of_the_phone_book_is_allowed(caller: Caller) -> None:
    assert caller.client.get(caller.url("getContacts") + "?group=false").status_code == 200


def ask(gateway: DemoGateway, method: str, body: object = None) -> int:
    caller = Caller(gateway)
    with caller.client:
        return (caller.get(method) if body is None else caller.post(method, body)).status_code


def test_a_second_call_within_a_second_is_too_many_but_another_method_has_its_own_limit() -> None:
    with DemoGateway() as gateway:
        assert ask(gateway, "getContactInfo", {"chatId": DOCUMENTED}) == 200
        assert ask(gateway, "getContactInfo", {"chatId": DOCUMENTED}) == 429
        assert ask(gateway, "getStateInstance") == 200
        assert ask(gateway, "getStateInstance") == 429


def test_a_refused_call_does_not_lengthen_the_wait() -> None:
    with DemoGateway() as gateway:
        assert ask(gateway, "getStateInstance") == 200
        until = time.monotonic() + 1.0
        time.sleep(0.3)
        assert ask(gateway, "getStateInstance") == 429
        time.sleep(max(0.0, until - time.monotonic()))
        assert ask(gateway, "getStateInstance") == 200


def test_the_eleventh_check_within_a_second_is_too_many() -> None:
    with DemoGateway() as gateway:
        caller = Caller(gateway)
        with caller.client:
            answers = [caller.post("checkWhatsapp", {"phoneNumber": 71234567890}) for _ in range(11)]
    assert [answer.status_code for answer in answers] == [200] * 10 + [429]


def test_a_call_that_is_not_allowed_in_does_not_count() -> None:
    with DemoGateway() as gateway:
        caller = Caller(gateway)
        with caller.client:
            for _ in range(3):
                assert caller.client.get(caller.url("getStateInstance") + "0").status_code == 401
            assert caller.get("getStateInstance").status_code == 200


def test_pictures_have_no_limit_and_are_only_fetched() -> None:
    with DemoGateway() as gateway, httpx.Client(trust_env=False) as client:
        url = gateway.links.preview("battery-1")
        assert [client.get(url).status_code for _ in range(20)] == [200] * 20
        assert client.post(url).status_code == 405
