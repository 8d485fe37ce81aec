"""Speaking to the demo gateway as a program would, with nothing of the program in between."""

from typing import Any

import httpx

from inspector.demo.gateway import DemoGateway


class Caller:
    """Calls API methods over one kept-alive connection."""

    def __init__(self, gateway: DemoGateway) -> None:
        self.gateway = gateway
        self.client = httpx.Client(trust_env=False, timeout=5)

    def url(self, method: str) -> str:
        account = self.gateway.account
        return f"{account.api_url}/waInstance{account.id_instance}/{method}/{self.gateway.token.reveal()}"

    def get(self, method: str) -> httpx.Response:
        return self.client.get(self.url(method))

    def post(self, method: str, body: object) -> httpx.Response:
        return self.client.post(self.url(method), json=body)

    def contact(self, chat_id: str) -> dict[str, Any]:
        answer = self.post("getContactInfo", {"chatId": chat_id})
        assert answer.status_code == 200
        contact: dict[str, Any] = answer.json()
        return contact
