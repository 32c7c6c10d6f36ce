using System.Buffers;
using System.Text;

namespace ModelOps.Registry.Validation;

/// <summary>What texts from callers must be to be stored: bounded, and Unicode that survives a round trip through UTF-8.</summary>
internal static class TextRules
{
    /// <summary>Says what is wrong with a text; null when nothing is. A text may be missing.</summary>
    public static string? Check(string what, string? text, int maxLength) => text switch
    {
        null => null,
        _ when text.Length > maxLength => $"{what} has {text.Length} characters; at most {maxLength} are allowed.",
        _ when !IsWellFormed(text) => $"{what} is not well-formed Unicode (a lone surrogate).",
        _ when text.Contains('\0', StringComparison.Ordinal) => $"{what} has a NUL character.",
        _ => null,
    };

    /// <summary>Says what is wrong with a dictionary of texts, first finding only.</summary>
    public static string? CheckEntries(string what, IReadOnlyDictionary<string, string>? entries) =>
        CheckKeys(what, entries)
        ?? entries!.Select(e => e.Value is null
            ? $"{what} '{e.Key}' is null."
            : Check($"{what} '{e.Key}'", e.Value, RegistryLimits.MaxValueLength)).FirstOrDefault(static e => e is not null);

    /// <summary>Says what is wrong with the keys of a dictionary, first finding only.</summary>
    public static string? CheckKeys<T>(string what, IReadOnlyDictionary<string, T>? entries) => entries switch
    {
        null => $"{what} is null; leave it empty instead.",
        { Count: > RegistryLimits.MaxEntries } => $"{what} has {entries.Count} entries; at most {RegistryLimits.MaxEntries} are allowed.",
        _ => entries.Keys.Select(key => key.Length == 0
            ? $"{what} has an empty key."
            : Check($"a key of {what}", key, RegistryLimits.MaxKeyLength)).FirstOrDefault(static e => e is not null),
    };

    public static bool IsWellFormed(string text)
    {
        ReadOnlySpan<char> rest = text;
        while (!rest.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(rest, out _, out int consumed) != OperationStatus.Done) { return false; }
            rest = rest[consumed..];
        }

        return true;
    }
}
