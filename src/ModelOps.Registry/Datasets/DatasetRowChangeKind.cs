namespace ModelOps.Registry.Datasets;

/// <summary>What became of a row.</summary>
public enum DatasetRowChangeKind
{
    /// <summary>Only the later version has it.</summary>
    Added,

    /// <summary>Only the earlier version has it.</summary>
    Removed,

    /// <summary>Both have its key, with other values.</summary>
    Changed,
}
