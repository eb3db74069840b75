"""Runs the examples for LangGraph, the OpenAI Agents SDK and Chatwoot on their recorded events, without network or key.

    python3 examples/integrations_test.py

needs `baton`, built or on the path (`BATON=…`), and the standard library alone. Where a framework is installed, the same
events go through it too, with a model that answers what was recorded.
"""
import asyncio
import contextlib
import importlib.util
import json
import os
import pathlib
import sys
import tempfile
import threading
import types
import unittest
from http.server import BaseHTTPRequestHandler, HTTPServer

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:] = [path for path in sys.path if pathlib.Path(path).resolve() != HERE]  # `langgraph` is a folder here
POLICY = str(HERE / "acme" / "policy.baton")
PROGRAM = os.environ.get("BATON", str(HERE.parent / "target" / "debug" / "baton"))


def load(folder: str, name: str):
    spec = importlib.util.spec_from_file_location(f"example_{name}_{folder}", HERE / folder / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def events(folder: str) -> list:
    return json.loads((HERE / folder / "events.json").read_text(encoding="utf-8"))


def installed(name: str) -> bool:
    return importlib.util.find_spec(name) is not None


class Test(unittest.TestCase):
    def stop(self, baton):
        baton.process.kill()
        baton.process.wait()
        baton.process.stdout.close()
        with contextlib.suppress(BrokenPipeError):
            baton.process.stdin.close()

    def baton(self, module, *more):
        baton = module.Baton(POLICY, *more, PROGRAM)
        self.addCleanup(self.stop, baton)
        return baton


class LangGraph(Test):
    def test_nodes(self):
        module, replies = load("langgraph", "handoff"), []
        desk = module.Desk(self.baton(module), lambda decision: replies.pop())
        config, state = {"configurable": {"thread_id": "c1"}}, {"messages": []}

        def node(function):
            came = function(state, config)
            said = [types.SimpleNamespace(id=f"a{len(state['messages'])}", **one) for one in came.pop("messages")]
            state.update(came, messages=state["messages"] + said)
            return [one.content for one in said]

        for at, event in enumerate(events("langgraph")):
            if "agent" in event:
                replies.append({"id": f"p{at}", "text": event["agent"]})
                self.assertEqual(node(desk.people), event["says"])
                continue
            state["messages"].append(types.SimpleNamespace(id=f"m{at}", content=event["customer"]))
            says = node(desk.check_message)
            if desk.next(state) == "assistant":
                state["draft"] = event["draft"]
                says += node(desk.check_draft)
            self.assertEqual((says, (state["decision"] or {}).get("action")), (event["says"], event["action"]), event)
            self.assertEqual(desk.next(state), "people" if event["action"] == "hand off" else "end")

    def test_a_node_that_runs_twice_says_the_same(self):
        module = load("langgraph", "handoff")
        desk = module.Desk(self.baton(module), None)
        state = {"messages": [types.SimpleNamespace(id="m0", content="I want to talk to a person")]}
        first = desk.check_message(state, {"configurable": {"thread_id": "c1"}})
        again = desk.check_message(state | {"baton": first["baton"]}, {"configurable": {"thread_id": "c1"}})
        self.assertEqual(first, again)

    def test_without_baton_the_customer_reaches_a_person(self):
        module = load("langgraph", "handoff")
        baton = self.baton(module)
        baton.process.kill()
        baton.process.wait()
        desk = module.Desk(baton, None)
        state = {"messages": [types.SimpleNamespace(id="m0", content="hello")]}
        came = desk.check_message(state, {"configurable": {"thread_id": "c1"}})
        self.assertEqual(desk.next(came), "people")

    @unittest.skipUnless(installed("langgraph"), "langgraph is not installed")
    def test_graph(self):
        from langgraph.checkpoint.memory import InMemorySaver
        from langgraph.types import Command

        module, drafts = load("langgraph", "handoff"), []
        graph = module.build(self.baton(module), lambda state: {"draft": drafts.pop()}, InMemorySaver())
        config = {"configurable": {"thread_id": "c1"}}
        count, paused = 0, False
        for at, event in enumerate(events("langgraph")):
            if "agent" in event:
                continue
            drafts[:] = [event["draft"]] if "draft" in event else []
            state = graph.invoke({"messages": [{"role": "user", "content": event["customer"], "id": f"m{at}"}]}, config)
            says = [one.content for one in state["messages"][count + 1:]]
            self.assertEqual((says, (state["decision"] or {}).get("action")), (event["says"], event["action"]), event)
            self.assertEqual(bool(state.get("__interrupt__")), event["action"] == "hand off")
            count = len(state["messages"])
            if event["action"] == "hand off":
                person = events("langgraph")[-1]["agent"]
                state = graph.invoke(Command(resume={"id": "p1", "text": person}), config)
                self.assertEqual([one.content for one in state["messages"][count:]], [person])
                count, paused = len(state["messages"]), True
        self.assertTrue(paused)


class OpenAIAgents(Test):
    def test_conversation(self):
        module = load("openai-agents", "handoff")
        talk = module.Conversation(self.baton(module), "c1", {"customer.tier": "free"})
        for event in events("openai-agents"):
            over, says = talk.tell("customer_message", event["customer"], talk.facts), []
            if not over:
                draft = module.Draft(**event["draft"])
                facts = {"confidence": draft.confidence, "category": draft.category}
                says = [] if talk.tell("answer", draft.text, facts) else [draft.text]
            says += filter(None, [talk.says()])
            self.assertEqual((says, (talk.decision or {}).get("action")), (event["says"], event["action"]), event)

    @unittest.skipUnless(installed("agents"), "openai-agents is not installed")
    def test_agent(self):
        import agents
        from agents.models.interface import Model
        from openai.types.responses import ResponseOutputMessage, ResponseOutputText

        agents.set_tracing_disabled(True)
        module, drafts, asked = load("openai-agents", "handoff"), [], []

        class Recorded(Model):
            async def get_response(self, *said, **options):
                asked.append(drafts[-1]["text"])
                text = ResponseOutputText(text=json.dumps({"response": drafts.pop()}), type="output_text", annotations=[])
                message = ResponseOutputMessage(id="r", role="assistant", status="completed", type="message", content=[text])
                return agents.ModelResponse(output=[message], usage=agents.Usage(), response_id=None)

            def stream_response(self, *said, **options):
                raise NotImplementedError

        reply = module.build(name="Support", instructions="Help.", model=Recorded())
        talk = module.Conversation(self.baton(module), "c1", {"customer.tier": "free"})

        async def run():
            for event in events("openai-agents"):
                drafts[:] = [event["draft"]] if "draft" in event else []
                self.assertEqual(await reply(talk, event["customer"]), "\n".join(event["says"]), event)

        asyncio.run(run())
        self.assertEqual(len(asked), 2, "the model is called only where Baton lets it")


class Chatwoot(Test):
    def test_bot(self):
        module, calls, drafts = load("chatwoot", "bot"), [], []

        class Helpdesk(BaseHTTPRequestHandler):
            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                calls.append([self.path, body, self.headers["api_access_token"]])
                self.send_response(200)
                self.end_headers()

            def log_message(self, *words):
                pass

        def serve(server):
            threading.Thread(target=server.serve_forever, daemon=True).start()
            self.addCleanup(lambda: (server.shutdown(), server.server_close()))
            return f"http://127.0.0.1:{server.server_address[1]}"

        states = tempfile.TemporaryDirectory()
        self.addCleanup(states.cleanup)
        helpdesk = serve(HTTPServer(("127.0.0.1", 0), Helpdesk))
        bot = module.Bot(self.baton(module, states.name), helpdesk, "secret", lambda text: drafts.pop())
        for event in events("chatwoot"):
            drafts[:] = [event["draft"]] if "draft" in event else []
            bot.hear(event["hook"])
            self.assertEqual(calls, [[*call, "secret"] for call in event["calls"]], event["hook"])
            calls.clear()
        # The same over HTTP, as Chatwoot sends it.
        server = module.server(bot, 0)
        server.RequestHandlerClass.log_message = Helpdesk.log_message
        hook = json.dumps(events("chatwoot")[0]["hook"] | {"id": 200, "content": "my account was hacked"}).encode()
        module.urllib.request.urlopen(module.urllib.request.Request(serve(server), hook)).close()
        for _ in range(500):
            if len(calls) == 3:
                break
            threading.Event().wait(0.01)
        self.assertEqual([call[1].get("status") for call in calls], [None, None, "open"])


class Files(unittest.TestCase):
    def test_each_is_one_short_file(self):
        for path in ["langgraph/handoff.py", "openai-agents/handoff.py", "chatwoot/bot.py"]:
            self.assertLessEqual(len((HERE / path).read_text(encoding="utf-8").splitlines()), 80, path)


if __name__ == "__main__":
    unittest.main()
