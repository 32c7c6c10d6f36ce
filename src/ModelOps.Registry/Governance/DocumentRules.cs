using System.Globalization;

namespace ModelOps.Registry.Governance;

/// <summary>What every store of documents refuses.</summary>
internal static class DocumentRules
{
    /// <exception cref="ArgumentException">Model or number cannot be such.</exception>
    public static ModelReference Check(string model, long number)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        return ModelReference.ToVersion(model, number.ToString(CultureInfo.InvariantCulture));
    }

    /// <exception cref="ArgumentException">Model, number or name cannot be such.</exception>
    public static ModelReference Check(string model, long number, string name) => IsName(name)
        ? Check(model, number)
        : throw new ArgumentException($"'{name}' cannot name a document. Use 1 to 128 letters, digits, '.', '_' or '-', beginning with a letter or digit, without '..'.", nameof(name));

    /// <exception cref="ArgumentException">The content is too large.</exception>
    public static void Check(string name, ReadOnlyMemory<byte> content)
    {
        if (content.Length > IVersionDocumentStore.MaxBytes)
        {
            throw new ArgumentException($"Document '{name}' has {content.Length} bytes; at most {IVersionDocumentStore.MaxBytes} are allowed. Register the bulk of it as a file of a version.", nameof(content));
        }
    }

    /// <summary>Whether a text may name a document: what every file system and bucket takes.</summary>
    public static bool IsName(string? name) =>
        name is { Length: >= 1 and <= 128 } && char.IsAsciiLetterOrDigit(name[0]) && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-')
        && !name.Contains("..", StringComparison.Ordinal);
}
