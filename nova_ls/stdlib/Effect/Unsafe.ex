defmodule Nova.Foreign.Effect.Unsafe do
  @moduledoc "What Effect.Unsafe imports from its host."

  def unsafePerformEffect(action), do: action.()
end
