namespace ModelOps.Registry.Datasets;

/// <summary>One row that differs.</summary>
/// <param name="Kind">What became of it.</param>
/// <param name="Key">Its key, in the order of the key columns; the whole row, in the order of the columns in common, when there are none.</param>
/// <param name="Before">Number of the row in the earlier version, from 1; null when it was added.</param>
/// <param name="After">Number of the row in the later version; null when it was removed.</param>
/// <param name="Columns">Columns that changed; empty unless <paramref name="Kind"/> is <see cref="DatasetRowChangeKind.Changed"/>.</param>
public sealed record DatasetRowChange(DatasetRowChangeKind Kind, IReadOnlyList<string?> Key, long? Before, long? After, IReadOnlyList<string> Columns);
