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
    public static ModelReference Check(string model, long number, string name) => NameRules.IsPlain(name)
        ? Check(model, number)
        : throw new ArgumentException($"'{name}' cannot name a document. Use {NameRules.Plain}.", nameof(name));

    /// <exception cref="ArgumentException">The content is too large.</exception>
    public static void Check(string name, ReadOnlyMemory<byte> content)
    {
        if (content.Length > IVersionDocumentStore.MaxBytes)
        {
            throw new ArgumentException($"Document '{name}' has {content.Length} bytes; at most {IVersionDocumentStore.MaxBytes} are allowed. Register the bulk of it as a file of a version.", nameof(content));
        }
    }
}
