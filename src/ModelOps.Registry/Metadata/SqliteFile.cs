namespace ModelOps.Registry.Metadata;

/// <summary>A kind of file that SQLite keeps for us.</summary>
/// <param name="Name">Its name.</param>
/// <param name="ApplicationId">The mark in its header.</param>
/// <param name="Steps">The way to its tables; see <see cref="SchemaSteps"/>.</param>
internal sealed record SqliteFile(string Name, long ApplicationId, IReadOnlyList<Action<Connection>> Steps)
{
    /// <summary>Models and all about them; "MOPR".</summary>
    public static SqliteFile Registry { get; } = new("registry.db", 0x4D4F5052, SchemaSteps.Registry);

    /// <summary>Runs and all about them, which change far more often than models; "MOPT".</summary>
    public static SqliteFile Tracking { get; } = new("tracking.db", 0x4D4F5054, SchemaSteps.Tracking);

    /// <summary>The schema version of this release.</summary>
    public long Version => Steps.Count;
}
