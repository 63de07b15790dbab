defmodule Nova.Foreign.Data.Array.ST do
  @moduledoc "What Data.Array.ST imports from its host."

  import Kernel, except: [length: 1]
  alias Nova.Runtime

  # A mutable array is a reference to a map from indices, so that a change costs the logarithm of the size.

  def new, do: fn -> Runtime.new_ref(%{}) end

  def thaw(xs), do: fn -> Runtime.new_ref(indexed(Tuple.to_list(xs))) end
  def freeze(ref), do: fn -> List.to_tuple(items(ref)) end
  def clone(ref), do: fn -> Runtime.new_ref(Runtime.read_ref(ref)) end
  def unsafeThaw(xs), do: thaw(xs)
  def unsafeFreeze(ref), do: freeze(ref)
  def length(ref), do: fn -> map_size(Runtime.read_ref(ref)) end

  def peekImpl(just, nothing, i, ref) do
    fn ->
      case Runtime.read_ref(ref) do
        %{^i => x} -> just.(x)
        _ -> nothing
      end
    end
  end

  def poke(i, a, ref) do
    fn ->
      map = Runtime.read_ref(ref)
      there = is_map_key(map, i)
      if there, do: Runtime.write_ref(ref, %{map | i => a})
      there
    end
  end

  def popImpl(just, nothing, ref) do
    fn ->
      map = Runtime.read_ref(ref)

      if map_size(map) == 0 do
        nothing
      else
        {x, rest} = Map.pop!(map, map_size(map) - 1)
        Runtime.write_ref(ref, rest)
        just.(x)
      end
    end
  end

  def shiftImpl(just, nothing, ref) do
    fn ->
      case items(ref) do
        [] ->
          nothing

        [x | rest] ->
          Runtime.write_ref(ref, indexed(rest))
          just.(x)
      end
    end
  end

  def push(a, ref) do
    fn ->
      map = Runtime.read_ref(ref)
      Runtime.write_ref(ref, Map.put(map, map_size(map), a))
      map_size(map) + 1
    end
  end

  def pushAll(more, ref), do: fn -> replace(ref, items(ref) ++ Tuple.to_list(more)) end
  def unshiftAll(more, ref), do: fn -> replace(ref, Tuple.to_list(more) ++ items(ref)) end

  def splice(i, count, more, ref) do
    fn ->
      list = items(ref)
      size = Kernel.length(list)
      start = if i < 0, do: max(size + i, 0), else: min(i, size)
      {before, rest} = Enum.split(list, start)
      {removed, behind} = Enum.split(rest, max(count, 0))
      replace(ref, before ++ Tuple.to_list(more) ++ behind)
      List.to_tuple(removed)
    end
  end

  def sortByInt(compare, ref) do
    fn ->
      replace(ref, Enum.sort(items(ref), fn x, y -> compare.(x).(y) <= 0 end))
      ref
    end
  end

  def toAssocArray(ref) do
    fn ->
      value = Runtime.text("value")
      index = Runtime.text("index")
      List.to_tuple(for {x, i} <- Enum.with_index(items(ref)), do: %{value => x, index => i})
    end
  end

  defp items(ref) do
    map = Runtime.read_ref(ref)
    for i <- 0..(map_size(map) - 1)//1, do: Map.fetch!(map, i)
  end

  defp indexed(list), do: for({x, i} <- Enum.with_index(list), into: %{}, do: {i, x})

  defp replace(ref, list) do
    map = indexed(list)
    Runtime.write_ref(ref, map)
    map_size(map)
  end
end
