"""An agent bot for Chatwoot that hands off as a Baton policy says: it opens the conversation, and is quiet from then on."""
import json
import subprocess
import threading
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Baton:
    """`baton step`, kept running: an event in, an answer out. It keeps the states of conversations itself."""

    def __init__(self, table: str, states: str, program: str = "baton"):
        command = [program, "step", "--table", table, "--state-dir", states]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")
        self.lock = threading.Lock()

    def step(self, conversation: int, kind: str, event: str, **more) -> dict:
        line = {"id": f"{event}/{kind}", "conversation": f"chatwoot-{conversation}", "type": kind, **more}
        try:
            with self.lock:
                self.process.stdin.write(json.dumps(line) + "\n")
                self.process.stdin.flush()
                return json.loads(self.process.stdout.readline())
        except (OSError, ValueError):  # it has ended: whatever happens, the customer reaches a person
            return {"decision": {"action": "hand off", "queues": []}}


class Bot:
    """`assistant`: a function from the customer's words to `text`, `confidence` and `category`."""

    def __init__(self, baton: Baton, url: str, token: str, assistant):
        self.baton, self.url, self.token, self.assistant = baton, url.rstrip("/"), token, assistant

    def hear(self, hook: dict) -> None:
        event, talk, sender = hook.get("event"), hook.get("conversation", hook), hook.get("sender") or {}
        said = event == "message_created" and not hook.get("private") and hook.get("message_type")
        if said == "incoming":
            self.answer(f"/api/v1/accounts/{hook['account']['id']}/conversations/{talk['id']}", talk["id"], hook)
        elif said == "outgoing" and sender.get("type") == "user":
            self.baton.step(talk["id"], "agent_replied", f"m{hook['id']}")
        elif event == "conversation_resolved" or (event == "conversation_status_changed" and talk["status"] == "pending"):
            kind = "resolved" if event == "conversation_resolved" else "returned"  # pending: an agent gives it back
            self.baton.step(talk["id"], kind, f"at{talk['updated_at']}")

    def answer(self, path: str, number: int, hook: dict) -> None:
        event, text = f"m{hook['id']}", hook.get("content") or ""
        decision = self.obey(path, self.baton.step(number, "customer_message", event, text=text))
        if decision and decision["action"] == "stay":
            draft = self.assistant(text)
            facts = {name: draft[name] for name in ("confidence", "category") if name in draft}
            self.obey(path, self.baton.step(number, "answer", event, text=draft["text"], facts=facts), draft["text"])

    def obey(self, path: str, answer: dict, draft: str = "") -> dict | None:
        decision = answer["decision"] or (answer["refused"] or {}).get("on_failure")
        if decision:  # or else a person has the conversation, and the bot is quiet
            for text in [draft if decision.get("send_draft") else "", (decision.get("message") or {}).get("text")]:
                if text:
                    self.post(path + "/messages", {"content": text, "message_type": "outgoing"})
            if decision["action"] == "hand off":
                why, to = decision.get("reason") or "no reason is written", ", ".join(decision["queues"]) or "people"
                note = f"For {to}: {why}"
                self.post(path + "/messages", {"content": note, "message_type": "outgoing", "private": True})
                self.post(path + "/toggle_status", {"status": "open"})  # last: it lets assignment and automations loose
        return decision

    def post(self, path: str, body: dict) -> None:
        headers = {"Content-Type": "application/json", "api_access_token": self.token}
        request = urllib.request.Request(self.url + path, json.dumps(body).encode(), headers)
        urllib.request.urlopen(request, timeout=10).close()


def server(bot: Bot, port: int) -> ThreadingHTTPServer:
    def do_POST(hook: BaseHTTPRequestHandler):
        body = hook.rfile.read(int(hook.headers["Content-Length"]))
        hook.send_response(200)
        hook.end_headers()
        bot.hear(json.loads(body))
    return ThreadingHTTPServer(("127.0.0.1", port), type("Hook", (BaseHTTPRequestHandler,), {"do_POST": do_POST}))
