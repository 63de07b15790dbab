defmodule Nova.Foreign.Effect do
  @moduledoc "What Effect imports from its host."

  alias Nova.Runtime

  def pureE(a), do: fn -> a end
  def bindE(action, next), do: fn -> next.(action.()).() end
  def untilE(action), do: fn -> until(action) end

  defp until(action), do: if(action.(), do: :unit, else: until(action))

  def whileE(condition, action), do: fn -> Runtime.while(condition, action) end
  def forE(from, to, action), do: fn -> Runtime.for_range(from, to, action) end
  def foreachE(xs, action), do: fn -> Runtime.for_each(Tuple.to_list(xs), action) end
end
