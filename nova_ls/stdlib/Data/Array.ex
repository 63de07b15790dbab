defmodule Nova.Foreign.Data.Array do
  @moduledoc "What Data.Array imports from its host."

  import Kernel, except: [length: 1]

  def collect(foldl, xs) do
    foldl.(fn out -> fn x -> [x | out] end end).([]).(xs) |> Enum.reverse() |> List.to_tuple()
  end

  def range(from, to) when from <= to, do: List.to_tuple(Enum.to_list(from..to//1))
  def range(from, to), do: List.to_tuple(Enum.to_list(from..to//-1))

  def replicate(count, a), do: Tuple.duplicate(a, max(count, 0))

  def length(xs), do: tuple_size(xs)

  def elementAt(xs, i) when i >= 0 and i < tuple_size(xs), do: elem(xs, i)
  def elementAt(_, _), do: :unit

  def firstIndex(holds, xs), do: first_index(holds, xs, 0)

  defp first_index(_, xs, i) when i == tuple_size(xs), do: -1

  defp first_index(holds, xs, i) do
    if holds.(elem(xs, i)), do: i, else: first_index(holds, xs, i + 1)
  end

  def lastIndex(holds, xs), do: last_index(holds, xs, tuple_size(xs) - 1)

  defp last_index(_, _, -1), do: -1

  defp last_index(holds, xs, i) do
    if holds.(elem(xs, i)), do: i, else: last_index(holds, xs, i - 1)
  end

  def reverse(xs), do: xs |> Tuple.to_list() |> Enum.reverse() |> List.to_tuple()

  def concat(xss), do: xss |> Tuple.to_list() |> Enum.flat_map(&Tuple.to_list/1) |> List.to_tuple()

  def filter(holds, xs), do: List.to_tuple(for x <- Tuple.to_list(xs), holds.(x), do: x)

  def scanl(f, start, xs) do
    xs |> Tuple.to_list() |> Enum.scan(start, fn x, acc -> f.(acc).(x) end) |> List.to_tuple()
  end

  def slice(from, to, xs) do
    from = place(from, tuple_size(xs))
    to = place(to, tuple_size(xs))
    xs |> Tuple.to_list() |> Enum.slice(from, max(to - from, 0)) |> List.to_tuple()
  end

  defp place(i, size) when i < 0, do: max(size + i, 0)
  defp place(i, size), do: min(i, size)

  def zipWith(f, xs, ys) do
    pairs = Enum.zip(Tuple.to_list(xs), Tuple.to_list(ys))
    List.to_tuple(for {x, y} <- pairs, do: f.(x).(y))
  end
end
