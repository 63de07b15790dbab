defmodule Nova.Foreign.Data.Enum do
  @moduledoc "What Data.Enum imports from its host."

  def charCode(<<code::16>>), do: code
  def charWithCode(code), do: <<code::16>>
end
