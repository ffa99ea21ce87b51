"""Writes what the browser loads: the two ONNX files, the configuration, the tokenizer and the manifest."""
from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np

from bpe import Tokenizer
from graph import build
from settings import OUT, Shape

FILES = ["config.json", "generation_config.json", "tokenizer.json", "tokenizer_config.json",
         "onnx/model_q4.onnx", "onnx/model_quantized.onnx"]


def write_json(path: Path, data, indent: int | None = 1) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    separators = (",", ":") if indent is None else None
    path.write_text(json.dumps(data, ensure_ascii=False, indent=indent, separators=separators) + "\n", "utf-8")


def config(s: Shape, ids: dict[str, int]) -> dict:
    return {
        "architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_size": s.hidden,
        "num_hidden_layers": s.layers, "num_attention_heads": s.heads, "num_key_value_heads": s.kv_heads,
        "head_dim": s.head_dim, "intermediate_size": s.inter, "vocab_size": s.vocab, "hidden_act": "silu",
        "max_position_embeddings": s.context, "rms_norm_eps": s.eps, "rope_theta": s.theta,
        "tie_word_embeddings": True, "bos_token_id": ids["<s>"], "eos_token_id": ids["<|end|>"],
        "pad_token_id": ids["<|endoftext|>"],
        "transformers.js_config": {"use_external_data_format": False, "dtype": "q4"},
    }


def generation(ids: dict[str, int], s: Shape) -> dict:
    return {"bos_token_id": ids["<s>"], "eos_token_id": [ids["<|end|>"], ids["<|escalate|>"]],
            "pad_token_id": ids["<|endoftext|>"], "do_sample": False, "max_length": s.context}


def manifest(folder: Path, s: Shape, judged: dict | None) -> dict:
    files = []
    for name in FILES:
        data = (folder / name).read_bytes()
        files.append({"path": name, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()})
    return {"id": "ember", "parameters": s.parameters(), "layers": s.layers, "kvHeads": s.kv_heads,
            "headDim": s.head_dim, "contextWindow": s.context, "vocab": s.vocab, "files": files, "judged": judged}


def export(state: dict[str, np.ndarray], tokenizer: Tokenizer, s: Shape, folder: Path = OUT, judged: dict | None = None):
    assert len(tokenizer) == s.vocab, (len(tokenizer), s.vocab)
    for name, data in tokenizer.files(s.context).items():
        write_json(folder / name, data, None if name == "tokenizer.json" else 1)
    write_json(folder / "config.json", config(s, tokenizer.specials))
    write_json(folder / "generation_config.json", generation(tokenizer.specials, s))
    (folder / "onnx").mkdir(parents=True, exist_ok=True)
    (folder / "onnx/model_q4.onnx").write_bytes(build(state, s, "q4"))
    (folder / "onnx/model_quantized.onnx").write_bytes(build(state, s, "q8"))
    write_json(folder / "manifest.json", manifest(folder, s, judged))
