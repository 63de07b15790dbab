defmodule Nova.Foreign.Data.String.Common do
  @moduledoc "What Data.String.Common imports from its host."

  alias Nova.{Runtime, Text}

  @space [9, 10, 11, 12, 13, 32, 0xA0, 0x1680, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000, 0xFEFF] ++ Enum.to_list(0x2000..0x200A)
  @marks "\t\n\v\f\r _-,;:!¡?¿.·'\"«»()[]{}§¶@*/\\&#%`´^¯¨¸°©®+±÷×<=>¬|¦~¤¢$£¥" |> String.to_charlist() |> Enum.with_index() |> Map.new()
  # Letters that are others with something added, but do not decompose.
  @plain %{?ß => 'ss', ?æ => 'ae', ?œ => 'oe', ?ø => 'o', ?đ => 'd', ?ð => 'd', ?ł => 'l', ?ħ => 'h', ?ŧ => 't'}

  @doc "By letters, then by accents, then small before capital, as the Unicode collation has it for Latin letters."
  def localeOrder(x, y) do
    left = collation_key(x)
    right = collation_key(y)

    cond do
      left < right -> -1
      left > right -> 1
      true -> 0
    end
  end

  def replace(old, by, text) do
    case Text.find(text, old, 0) do
      -1 -> text
      at -> Text.slice(text, 0, at) <> by <> Text.slice(text, at + Text.size(old), Text.size(text))
    end
  end

  def replaceAll(old, by, text), do: Enum.join(Text.split(text, old), by)
  def split(separator, text), do: List.to_tuple(Text.split(text, separator))
  def toLower(text), do: cased(text, &String.downcase(&1, :greek))
  def toUpper(text), do: cased(text, &String.upcase/1)

  # What is no surrogate by itself has a case.
  defp cased(text, f) do
    case :unicode.characters_to_binary(text, {:utf16, :big}, :utf8) do
      utf8 when is_binary(utf8) ->
        Runtime.text(f.(utf8))

      {_, good, <<unit::binary-size(2), rest::binary>>} ->
        Runtime.text(f.(good)) <> unit <> cased(rest, f)
    end
  end

  def trim(text), do: text |> trim_start() |> trim_end()

  defp trim_start(<<c::16, rest::binary>>) when c in @space, do: trim_start(rest)
  defp trim_start(text), do: text

  defp trim_end(<<>>), do: <<>>

  defp trim_end(text) do
    size = byte_size(text) - 2
    <<rest::binary-size(size), c::16>> = text
    if c in @space, do: trim_end(rest), else: text
  end

  def joinWith(separator, texts), do: Enum.join(Tuple.to_list(texts), separator)

  defp collation_key(text) do
    weights = text |> Runtime.utf8() |> :unicode.characters_to_nfd_list() |> Enum.flat_map(&weights/1)
    letters = for {letter, _, _} when letter != nil <- weights, do: letter
    {letters, Enum.map(weights, &elem(&1, 1)), for({letter, _, case} when letter != nil <- weights, do: case)}
  end

  defp weights(c) when c in 0x300..0x36F, do: [{nil, c, false}]
  defp weights(c) when is_map_key(@marks, c), do: [{{0, @marks[c]}, 0, false}]
  defp weights(c) when c < 32 or c in 127..159 or c == 0xAD, do: []

  defp weights(c) do
    text = <<c::utf8>>
    lower = String.downcase(text)
    <<small::utf8, _::binary>> = lower

    for plain <- Map.get(@plain, small, [small]) do
      {letter(plain), if(is_map_key(@plain, small), do: small, else: 0), text != lower}
    end
  end

  defp letter(c) when c in ?0..?9, do: {2, c}
  defp letter(c), do: {if(String.match?(<<c::utf8>>, ~r/^\p{L}/u), do: 3, else: 1), c}
end
