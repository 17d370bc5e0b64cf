"""Where providers call in, mounted at /webhooks/. The sandbox carrier speaks Twilio's language and uses the same."""

from django.urls import path

from conversations.webhooks import Call, InboundMessage, MessageStatus

urlpatterns = [
    path("twilio/<slug:key>/sms", InboundMessage.as_view(), name="twilio_inbound"),
    path("twilio/<slug:key>/status/<uuid:uid>", MessageStatus.as_view(), name="twilio_status"),
    path("twilio/<slug:key>/voice", Call.as_view(), name="twilio_voice"),
]
