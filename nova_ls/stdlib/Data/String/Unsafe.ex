defmodule Nova.Foreign.Data.String.Unsafe do
  @moduledoc "What Data.String.Unsafe imports from its host."

  alias Nova.Runtime

  def charAt(i, text) when i >= 0 and 2 * i < byte_size(text), do: binary_part(text, 2 * i, 2)
  def charAt(i, _), do: Runtime.fail("there is no character at #{i}")

  def char(<<_::16>> = text), do: text
  def char(text) do
    message = Runtime.text("not one character: ") <> text
    raise Nova.Error, message: message, name: Runtime.text("Error")
  end
end
