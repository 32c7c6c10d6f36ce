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
    public static string? CheckEntries(string what, IReadOnlyDictionary<string, string>? entries, int maxLength = RegistryLimits.MaxValueLength) =>
        CheckKeys(what, entries)
        ?? entries!.Select(e => e.Value is null
            ? $"{what} '{e.Key}' is null."
            : Check($"{what} '{e.Key}'", e.Value, maxLength)).FirstOrDefault(static e => e is not null);

    /// <summary>Says what is wrong with the keys of a dictionary, first finding only.</summary>
    public static string? CheckKeys<T>(string what, IReadOnlyDictionary<string, T>? entries) => entries switch
    {
        null => $"{what} is null; leave it empty instead.",
        { Count: > RegistryLimits.MaxEntries } => $"{what} has {entries.Count} entries; at most {RegistryLimits.MaxEntries} are allowed.",
        _ => entries.Keys.Select(key => key.Length == 0
            ? $"{what} has an empty key."
            : Check($"a key of {what}", key, RegistryLimits.MaxKeyLength)).FirstOrDefault(static e => e is not null),
    };

    /// <summary>Says what is wrong with tags to set and keys of tags to remove.</summary>
    public static IEnumerable<string?> CheckTags(IReadOnlyDictionary<string, string>? set, IReadOnlyList<string>? remove)
    {
        yield return CheckEntries("SetTags", set, RegistryLimits.MaxTagLength);
        yield return remove switch
        {
            null => "RemoveTags is null; leave it empty instead.",
            { Count: > RegistryLimits.MaxEntries } => $"RemoveTags has {remove.Count} entries; at most {RegistryLimits.MaxEntries} are allowed.",
            _ => remove.Select(static key => key is null ? "RemoveTags has an entry that is null." : Check("a key of RemoveTags", key, RegistryLimits.MaxKeyLength))
                .FirstOrDefault(static e => e is not null),
        };
    }

    /// <summary>Says what is wrong with reason and actor.</summary>
    public static IEnumerable<string?> CheckOrigin(string? reason, string? actor)
    {
        yield return Check("Reason", reason, RegistryLimits.MaxReasonLength);
        yield return Check("Actor", actor, RegistryLimits.MaxTokenLength);
    }

    /// <summary>What to say of a text that is no name of a model.</summary>
    public static string NotAName(string? name) =>
        $"Model '{name}' is not a name: {ModelReference.NameRule}.";

    /// <summary>Says why no model can be given a name; null when one can. Two spellings of one text would be two models that nobody tells apart.</summary>
    /// <remarks>Without ICU the host's .NET takes every text for composed; names that such a host made stay names everywhere.</remarks>
    public static string? CheckNewName(string? name) =>
        !ModelReference.IsName(name) ? NotAName(name)
        : !name.IsNormalized(NormalizationForm.FormC) ? $"Model '{name}' is not composed Unicode (NFC), so its name would look like another one: normalise it, as string.Normalize() does."
        : null;

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
