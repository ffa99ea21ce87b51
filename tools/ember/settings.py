"""Sizes, paths and special tokens shared by every step of the pipeline."""
from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
WORK = HERE / ".ember"  # checkpoints and caches, never committed
OUT = ROOT / "public" / "models" / "ember"

SPECIALS = ["<|endoftext|>", "<s>", "<|system|>", "<|user|>", "<|assistant|>", "<|end|>", "<|escalate|>"]
CHAT_TEMPLATE = (
    "{{ bos_token }}{% for m in messages %}{{ '<|' + m['role'] + '|>\\n' + m['content'] + '<|end|>\\n' }}"
    "{% endfor %}{% if add_generation_prompt %}{{ '<|assistant|>\\n' }}{% endif %}"
)


@dataclass(frozen=True)
class Shape:
    """A Llama-like decoder: RMS norm without gain, rotary positions, SwiGLU, tied embeddings, which are normed too."""

    vocab: int = 4096
    hidden: int = 256
    layers: int = 6
    heads: int = 4
    kv_heads: int = 4
    head_dim: int = 64
    inter: int = 704
    context: int = 1024
    theta: float = 10000.0
    eps: float = 1e-5

    def parameters(self) -> int:
        attention = self.hidden * self.head_dim * (2 * self.heads + 2 * self.kv_heads)
        layer = attention + 3 * self.hidden * self.inter
        return self.vocab * self.hidden + self.layers * layer

    def as_dict(self) -> dict:
        return asdict(self)


SHAPE = Shape()
