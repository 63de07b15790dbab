defmodule Nova.Foreign.Control.Monad.ST.Internal do
  @moduledoc "What Control.Monad.ST.Internal imports from its host."

  alias Nova.Runtime

  def mapST(f, action), do: fn -> f.(action.()) end
  def pureST(a), do: fn -> a end
  def bindST(action, next), do: fn -> next.(action.()).() end
  def run(action), do: action.()
  def while(condition, action), do: fn -> Runtime.while(condition, action) end
  def unquote(:for)(from, to, action), do: fn -> Runtime.for_range(from, to, action) end
  def foreach(xs, action), do: fn -> Runtime.for_each(Tuple.to_list(xs), action) end
  def new(value), do: fn -> Runtime.new_ref(value) end
  def read(ref), do: fn -> Runtime.read_ref(ref) end

  def write(value, ref) do
    fn ->
      Runtime.write_ref(ref, value)
      value
    end
  end
end
