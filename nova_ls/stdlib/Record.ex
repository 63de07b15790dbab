defmodule Nova.Foreign.Record do
  @moduledoc "What Record imports from its host."

  def unsafeUnion(x, y), do: Map.merge(y, x)
end
