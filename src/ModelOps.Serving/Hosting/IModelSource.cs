namespace ModelOps.Serving;

/// <summary>Says which versions of one model are to be served now.</summary>
internal interface IModelSource
{
    /// <summary>Aliases in the order configured; empty when the source has none.</summary>
    IReadOnlyList<string> Aliases { get; }

    /// <summary>How long until it is worth reading again; infinite for a source whose news comes by itself.</summary>
    TimeSpan NextRead { get; }

    /// <summary>Whether an event of the registry may change what is to be served.</summary>
    bool Concerns(RegistryEvent news);

    /// <summary>Reads what is to be served, aliases first, the default before others. What is missing is left out.</summary>
    Task<IReadOnlyList<ModelTarget>> ReadAsync(CancellationToken cancellationToken);
}
