defmodule Nova.Foreign.Data.Ord do
  @moduledoc "What Data.Ord imports from its host."

  alias Nova.Runtime

  def compareRaw(lt, eq, gt, x, y) do
    cond do
      Runtime.lt(x, y) -> lt
      Runtime.eq(x, y) -> eq
      true -> gt
    end
  end

  def compareArrays(compare, eq, compare_lengths, xs, ys) do
    pairs = Enum.zip(Tuple.to_list(xs), Tuple.to_list(ys))

    Enum.find_value(pairs, fn {x, y} ->
      here = compare.(x).(y)
      if here != eq, do: {:found, here}
    end)
    |> case do
      {:found, here} -> here
      nil -> compare_lengths.(tuple_size(xs)).(tuple_size(ys))
    end
  end
end
