"""A LangGraph agent that hands off as a Baton policy says. Baton is asked
about every customer message before the assistant works, and about every draft before it is sent. Its state is part of the
graph's state, so the checkpointer keeps both; a node that runs twice sends an event twice, and gets one answer.
"""
import json
import subprocess
import threading
from typing import Annotated, Any, TypedDict


class Baton:
    """`baton step`, kept running: an event in, an answer out."""

    def __init__(self, table: str, program: str = "baton"):
        command = [program, "step", "--table", table]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")
        self.lock = threading.Lock()

    def step(self, event: dict, state: dict | None) -> dict:
        try:
            with self.lock:
                self.process.stdin.write(json.dumps({**event, "state": state}) + "\n")
                self.process.stdin.flush()
                return json.loads(self.process.stdout.readline())
        except (OSError, ValueError):  # it has ended: whatever happens, the customer reaches a person
            return {"state": None, "decision": {"action": "hand off", "queues": []}}


class Desk:
    """The nodes around the assistant. `wait` is LangGraph's `interrupt`."""

    def __init__(self, baton: Baton, wait):
        self.baton, self.wait = baton, wait

    def check_message(self, state: dict, config) -> dict:
        message = state["messages"][-1]
        event = {"id": message.id, "type": "customer_message", "text": message.content, "facts": state.get("facts") or {}}
        return self.obey(event, state, config)

    def check_draft(self, state: dict, config) -> dict:
        draft = state["draft"]
        event = {"id": state["messages"][-1].id + "/draft", "type": "answer", "text": draft["text"]}
        facts = {name: draft[name] for name in ("confidence", "category") if draft.get(name) is not None}
        return self.obey(event | {"facts": facts}, state, config)

    def people(self, state: dict, config) -> dict:
        reply = self.wait(state["decision"])  # the run ends here, and goes on with Command(resume={"id": …, "text": …})
        told = self.obey({"id": reply["id"], "type": "agent_replied"}, state, config)
        return told | {"messages": [{"role": "assistant", "content": reply["text"], "name": "agent"}]}

    def obey(self, event: dict, state: dict, config) -> dict:
        event["conversation"] = config["configurable"]["thread_id"]
        answer = self.baton.step(event, state.get("baton"))
        decision = answer["decision"] or (answer["refused"] or {}).get("on_failure")
        says = [state["draft"]["text"]] if decision and decision.get("send_draft") else []
        says += [decision["message"]["text"]] if decision and decision.get("message") else []
        messages = [{"role": "assistant", "content": text} for text in says]
        return {"baton": answer["state"] or state.get("baton"), "decision": decision, "messages": messages}

    def next(self, state: dict) -> str:
        decision = state["decision"] or {"action": "quiet"}  # quiet: a person has the conversation
        if decision["action"] == "hand off":
            return "people"
        return "assistant" if decision["action"] == "stay" and decision.get("send_draft") is None else "end"


def build(baton: Baton, assistant, checkpointer: Any):
    """`assistant`: a node that puts `draft` into the state: `text`, `confidence`, `category`."""
    from langgraph.graph import END, START, StateGraph
    from langgraph.graph.message import add_messages
    from langgraph.types import interrupt

    desk, ways = Desk(baton, interrupt), {"assistant": "assistant", "people": "people", "end": END}
    fields = {"messages": Annotated[list, add_messages], "facts": dict, "draft": dict, "baton": dict, "decision": dict}
    graph = StateGraph(TypedDict("State", fields, total=False))
    for node in [desk.check_message, desk.check_draft, desk.people, assistant]:
        graph.add_node("assistant" if node is assistant else node.__name__, node)
    graph.add_edge(START, "check_message").add_conditional_edges("check_message", desk.next, ways)
    graph.add_edge("assistant", "check_draft").add_conditional_edges("check_draft", desk.next, ways)
    return graph.add_edge("people", END).compile(checkpointer=checkpointer)
