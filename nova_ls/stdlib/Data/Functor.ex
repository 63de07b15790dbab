defmodule Nova.Foreign.Data.Functor do
  @moduledoc "What Data.Functor imports from its host."

  def arrayMap(f, xs), do: List.to_tuple(for x <- Tuple.to_list(xs), do: f.(x))
end
