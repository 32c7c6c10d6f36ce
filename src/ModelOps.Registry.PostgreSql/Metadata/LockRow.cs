namespace ModelOps.Registry.PostgreSql.Metadata;

/// <summary>A row that writes lock: those of one kind run one after another, over all hosts.</summary>
internal enum LockRow
{
    /// <summary>Of models, aliases and their log.</summary>
    Registry = 1,

    /// <summary>Of experiments and runs, which change far more often.</summary>
    Tracking = 2,
}
