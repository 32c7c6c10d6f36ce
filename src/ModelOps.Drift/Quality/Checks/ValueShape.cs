namespace ModelOps.Drift.Quality.Checks;

/// <summary>What a value looks like without what it says: 9 for a digit, a and A for letters, other ASCII marks as they are.</summary>
internal static class ValueShape
{
    internal const int MaxLength = 32;

    internal static string Of(string text)
    {
        string shape = string.Create(Math.Min(text.Length, MaxLength), text, static (span, source) =>
        {
            for (int i = 0; i < span.Length; i++) { span[i] = Of(source[i]); }
        });
        return text.Length > MaxLength ? shape + "…" : shape;
    }

    private static char Of(char value) => value switch
    {
        _ when char.IsDigit(value) => '9',
        _ when char.IsUpper(value) => 'A',
        _ when char.IsLetter(value) => 'a',
        >= '!' and <= '~' => value,
        _ when char.IsWhiteSpace(value) => ' ',
        _ => '?',
    };
}
