defmodule Nova.Foreign.Partial.Unsafe do
  @moduledoc "What Partial.Unsafe imports from its host."

  # `Partial` has no members, so anything is its dictionary.
  def discharge(f), do: f.(:unit)
end
