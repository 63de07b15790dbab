defmodule Nova.Foreign.Data.Unfoldable1 do
  @moduledoc "What Data.Unfoldable1 imports from its host."

  def unfoldArray(step, start) do
    one = step.(fn a -> {:stop, a} end).(fn a -> fn next -> {:proceed, a, next} end end)
    List.to_tuple(unfold(one, start, []))
  end

  defp unfold(one, state, out) do
    case one.(state) do
      {:stop, a} -> Enum.reverse([a | out])
      {:proceed, a, next} -> unfold(one, next, [a | out])
    end
  end
end
