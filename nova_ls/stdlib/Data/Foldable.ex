defmodule Nova.Foreign.Data.Foldable do
  @moduledoc "What Data.Foldable imports from its host."

  def foldrArray(f, z, xs), do: List.foldr(Tuple.to_list(xs), z, fn x, acc -> f.(x).(acc) end)
  def foldlArray(f, z, xs), do: List.foldl(Tuple.to_list(xs), z, fn x, acc -> f.(acc).(x) end)
end
