# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Any, Dict, Union

from .cancel_command import CancelCommand
from .debug_toggle_command import DebugToggleCommand
from .hangup_command import HangupCommand
from .say_command import SayCommand


SessionCommand = Union[CancelCommand, HangupCommand, DebugToggleCommand, SayCommand, Dict[str, Any]]
