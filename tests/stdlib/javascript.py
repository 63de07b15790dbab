"""Calls foreign values of the library on node, with the host expressions of its modules."""

import json
import subprocess
from collections.abc import Sequence
from typing import Any

from tests.stdlib.foreign import ForeignValue
from tests.stdlib.values import for_javascript, from_json

RUNNER = r"""
const encode = value => {
  if (value === undefined || value === null) return null;
  if (typeof value === 'number') return Number.isInteger(value) && !Object.is(value, -0) && Math.abs(value) < 2 ** 53 ? value : { number: Object.is(value, -0) ? '-0' : String(value) };
  if (Array.isArray(value)) return Array.from(value, encode);
  if (value instanceof Error) return { record: [['message', value.message], ['name', value.name || 'Error']] };
  if (typeof value === 'object') return { record: Object.entries(value).map(([name, each]) => [name, encode(each)]) };
  return value;
};
const call = (host, levels, args) => {
  let value = host();
  let at = 0;
  for (const count of levels) {
    value = value(...args.slice(at, at + count));
    at += count;
  }
  return value;
};
const attempt = (host, levels, args) => {
  try {
    return [encode(call(host, levels, args)), encode(args.map(arg => typeof arg === 'function' ? null : arg))];
  } catch (error) {
    return [{ raised: error.message }, encode(args.map(arg => typeof arg === 'function' ? null : arg))];
  }
};
"""


def call_all(calls: Sequence[tuple[ForeignValue, list[Any]]]) -> list[list[Any]]:
    """What each call gives, and its arguments after it."""
    lines = [RUNNER, "const results = [];"]
    for value, arguments in calls:
        lines.append(
            f"results.push(attempt(() => ({value.host}), {value.levels}, {for_javascript(arguments)}));"
        )
    lines.append("process.stdout.write(JSON.stringify(results));")
    run = subprocess.run(
        ["node", "-"],
        input="\n".join(lines),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return [from_json(each) for each in json.loads(run.stdout)]
