defmodule Nova.Foreign.Data.String.CodePoints do
  @moduledoc "What Data.String.CodePoints imports from its host."

  alias Nova.Runtime

  def singleton(point) when point in 0..0x10FFFF, do: Runtime.from_points([point])
  def singleton(point), do: Runtime.fail("Invalid code point #{point}", "RangeError")
  def toCodePointArray(text), do: List.to_tuple(Runtime.points(text))
end
