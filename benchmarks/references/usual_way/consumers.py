"""The consumers: the usual one, and the barest one for the memory of an idle socket."""

from typing import Any

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncJsonWebsocketConsumer, AsyncWebsocketConsumer

from benchmarks.references.usual_way.models import Message


class ChatConsumer(AsyncJsonWebsocketConsumer):
    """Stores, acknowledges, and sends the text to everybody else in the conversation."""

    async def connect(self) -> None:
        self.conversation = int(self.scope["url_route"]["kwargs"]["conversation"])
        self.group = f"conversation_{self.conversation}"
        await self.channel_layer.group_add(self.group, self.channel_name)
        await self.accept()

    async def disconnect(self, code: int) -> None:
        await self.channel_layer.group_discard(self.group, self.channel_name)

    async def receive_json(self, content: dict[str, Any], **_: Any) -> None:
        message = await self.store(client_id=content["client_id"], body=content["body"])
        sent_at = message.sent_at.isoformat()
        await self.send_json(
            {
                "type": "message.ack",
                "client_id": content["client_id"],
                "seq": message.pk,
                "sent_at": sent_at,
            }
        )
        event = {
            "type": "chat.message",
            "sender": self.channel_name,
            "seq": message.pk,
            "body": message.body,
            "sent_at": sent_at,
        }
        await self.channel_layer.group_send(self.group, event)

    async def chat_message(self, event: dict[str, Any]) -> None:
        if event["sender"] != self.channel_name:
            await self.send_json(
                {
                    "type": "message",
                    "conversation": self.conversation,
                    "seq": event["seq"],
                    "body": event["body"],
                    "sent_at": event["sent_at"],
                }
            )

    @database_sync_to_async
    def store(self, *, client_id: str, body: str) -> Message:
        return Message.objects.create(
            conversation=self.conversation, client_id=client_id, body=body
        )


class BareConsumer(AsyncWebsocketConsumer):
    """A Channels socket that does nothing: what any consumer at least weighs."""
