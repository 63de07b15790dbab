defmodule Nova.Foreign.Data.Eq do
  @moduledoc "What Data.Eq imports from its host."

  alias Nova.Runtime

  def same(x, y), do: Runtime.eq(x, y)

  def sameArray(f, xs, ys) do
    tuple_size(xs) == tuple_size(ys) and
      Enum.all?(Enum.zip(Tuple.to_list(xs), Tuple.to_list(ys)), fn {x, y} -> f.(x).(y) end)
  end
end
