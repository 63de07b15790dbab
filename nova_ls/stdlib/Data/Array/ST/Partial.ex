defmodule Nova.Foreign.Data.Array.ST.Partial do
  @moduledoc "What Data.Array.ST.Partial imports from its host."

  alias Nova.Runtime

  def unsafePeek(i, ref), do: fn -> Map.get(Runtime.read_ref(ref), i, :unit) end

  def unsafePoke(i, a, ref) do
    fn ->
      map = Runtime.read_ref(ref)
      gap = for j <- map_size(map)..(i - 1)//1, into: map, do: {j, :unit}
      if i >= 0, do: Runtime.write_ref(ref, Map.put(gap, i, a)), else: :unit
    end
  end
end
