"""An agent of the OpenAI Agents SDK that hands off as a Baton policy says: an input guardrail asks about the customer's
message before the model is called, an output guardrail about the draft before it is sent."""
import asyncio
import json
import subprocess
import threading
from dataclasses import dataclass, field


class Baton:
    """`baton step`, kept running: an event in, an answer out."""
    def __init__(self, table: str, program: str = "baton"):
        command = [program, "step", "--table", table]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")
        self.lock = threading.Lock()

    def step(self, event: dict) -> dict:
        try:
            with self.lock:
                self.process.stdin.write(json.dumps(event) + "\n")
                self.process.stdin.flush()
                return json.loads(self.process.stdout.readline())
        except (OSError, ValueError):  # it has ended: whatever happens, the customer reaches a person
            return {"state": None, "decision": {"action": "hand off", "queues": []}}


@dataclass
class Draft:
    """What the agent answers: its `output_type`."""
    text: str
    confidence: float
    category: str


@dataclass
class Conversation:
    """The run's context. Keep `state` and `events` where you keep the conversation."""
    baton: Baton
    id: str
    facts: dict = field(default_factory=dict)
    state: dict | None = None
    events: int = 0
    decision: dict | None = None

    def tell(self, kind: str, text: str, facts: dict) -> bool:
        """Tells Baton what was written. Whether the assistant's part of the turn is over."""
        self.events += 1
        event = {"id": f"e{self.events}", "conversation": self.id, "type": kind, "text": text, "facts": facts}
        answer = self.baton.step(event | {"state": self.state})
        self.state = answer["state"] or self.state
        self.decision = answer["decision"] or (answer["refused"] or {}).get("on_failure")
        return not (self.decision and (self.decision["action"] == "stay" or self.decision.get("send_draft")))

    def says(self) -> str:
        return ((self.decision or {}).get("message") or {}).get("text") or ""


def build(**agent):
    """The function that answers a message. `agent`: what else the agent has (name, instructions, model, tools)."""
    import agents

    @agents.input_guardrail(run_in_parallel=False)
    async def check_message(context, _agent, said):
        text = said if isinstance(said, str) else said[-1]["content"]
        over = await asyncio.to_thread(context.context.tell, "customer_message", text, context.context.facts)
        return agents.GuardrailFunctionOutput(context.context.decision, tripwire_triggered=over)

    @agents.output_guardrail
    async def check_draft(context, _agent, draft):
        facts = {"confidence": draft.confidence, "category": draft.category}
        over = await asyncio.to_thread(context.context.tell, "answer", draft.text, facts)
        return agents.GuardrailFunctionOutput(context.context.decision, tripwire_triggered=over)
    agent = agents.Agent(output_type=Draft, input_guardrails=[check_message], output_guardrails=[check_draft], **agent)
    async def reply(talk: Conversation, text: str, session=None) -> str:
        try:
            run = await agents.Runner.run(agent, text, context=talk, session=session)
            return "\n".join(filter(None, [run.final_output.text, talk.says()]))
        except (agents.InputGuardrailTripwireTriggered, agents.OutputGuardrailTripwireTriggered):
            return talk.says()
    return reply
