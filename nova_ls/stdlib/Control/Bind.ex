defmodule Nova.Foreign.Control.Bind do
  @moduledoc "What Control.Bind imports from its host."

  def arrayBind(xs, f) do
    List.to_tuple(for x <- Tuple.to_list(xs), y <- Tuple.to_list(f.(x)), do: y)
  end
end
