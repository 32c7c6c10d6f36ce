namespace ModelOps.Registry.Signing;

/// <summary>A <see cref="ModelSigningRule"/> with its keys read.</summary>
internal sealed record SigningRule(IReadOnlyList<TrustedKey> Keys, int RequiredSignatures, bool RequireModelName, IReadOnlyDictionary<string, long> FormerNames)
{
    /// <summary>Names under which the signatures of a version may lie and by which they may call its model.</summary>
    public IEnumerable<string> NamesOf(ModelVersion version) => FormerNames.Where(f => version.Number <= f.Value).Select(static f => f.Key).Prepend(version.Model);
}
