defmodule Nova.Foreign.Effect.Ref do
  @moduledoc "What Effect.Ref imports from its host."

  alias Nova.Runtime

  def new(value), do: fn -> Runtime.new_ref(value) end

  def newWithSelf(f) do
    fn ->
      ref = Runtime.new_ref(nil)
      Runtime.write_ref(ref, f.(ref))
      ref
    end
  end

  def read(ref), do: fn -> Runtime.read_ref(ref) end
  def write(value, ref), do: fn -> Runtime.write_ref(ref, value) end
end
