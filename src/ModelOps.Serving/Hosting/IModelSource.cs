namespace ModelOps.Serving;

/// <summary>Says which versions of one model are to be served now.</summary>
internal interface IModelSource
{
    /// <summary>Aliases in the order configured; empty when the source has none.</summary>
    IReadOnlyList<string> Aliases { get; }

    /// <summary>Reads what is to be served, the default first. What is missing is left out.</summary>
    Task<IReadOnlyList<ModelTarget>> ReadAsync(CancellationToken cancellationToken);
}
