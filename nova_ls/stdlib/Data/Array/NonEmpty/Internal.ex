defmodule Nova.Foreign.Data.Array.NonEmpty.Internal do
  @moduledoc "What Data.Array.NonEmpty.Internal imports from its host."

  def foldr1Array(f, xs) do
    xs |> Tuple.to_list() |> Enum.reverse() |> Enum.reduce(fn x, acc -> f.(x).(acc) end)
  end

  def foldl1Array(f, xs), do: xs |> Tuple.to_list() |> Enum.reduce(fn x, acc -> f.(acc).(x) end)
end
