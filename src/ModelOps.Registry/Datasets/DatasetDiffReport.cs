namespace ModelOps.Registry.Datasets;

/// <summary>What two versions of a table differ in.</summary>
public sealed record DatasetDiffReport
{
    /// <summary>Rows of the earlier version.</summary>
    public required long RowsBefore { get; init; }

    /// <summary>Rows of the later version.</summary>
    public required long RowsAfter { get; init; }

    /// <summary>Rows that only the later version has.</summary>
    public required long Added { get; init; }

    /// <summary>Rows that only the earlier version has.</summary>
    public required long Removed { get; init; }

    /// <summary>Rows of the same key with other values in a column that both have.</summary>
    public required long Changed { get; init; }

    /// <summary>Rows of the earlier version whose key another row had before; they are matched in their order.</summary>
    public required long DuplicateKeysBefore { get; init; }

    /// <summary>Rows of the later version whose key another row had before; they are matched in their order.</summary>
    public required long DuplicateKeysAfter { get; init; }

    /// <summary>Columns that only the later version has.</summary>
    public required IReadOnlyList<string> ColumnsAdded { get; init; }

    /// <summary>Columns that only the earlier version has.</summary>
    public required IReadOnlyList<string> ColumnsRemoved { get; init; }

    /// <summary>Columns of both whose type is another now; one without values has no type to change.</summary>
    public required IReadOnlyList<string> TypesChanged { get; init; }

    /// <summary>How many rows changed in each column that both have; columns without a change are left out.</summary>
    public required IReadOnlyDictionary<string, long> ChangesByColumn { get; init; }

    /// <summary>What the columns of the earlier version hold.</summary>
    public required IReadOnlyList<DatasetColumnProfile> Before { get; init; }

    /// <summary>What the columns of the later version hold.</summary>
    public required IReadOnlyList<DatasetColumnProfile> After { get; init; }

    /// <summary>Some of the rows that differ.</summary>
    public required IReadOnlyList<DatasetRowChange> Samples { get; init; }

    /// <summary>Whether nothing differs: neither columns nor rows. The order of rows does not count.</summary>
    public bool IsEqual => Added + Removed + Changed + ColumnsAdded.Count + ColumnsRemoved.Count == 0;
}
