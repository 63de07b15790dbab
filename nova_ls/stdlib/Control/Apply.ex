defmodule Nova.Foreign.Control.Apply do
  @moduledoc "What Control.Apply imports from its host."

  def arrayApply(fs, xs) do
    list = Tuple.to_list(xs)
    List.to_tuple(for f <- Tuple.to_list(fs), x <- list, do: f.(x))
  end
end
